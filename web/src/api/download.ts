import { errorOf } from "./errors";
import { API_URL, apiFetch } from "./session";

/**
 * Lets the browser download what the API has at a path, as `name` or as the API calls it. Links send no request of ours,
 * so an expired sign-in is renewed before.
 */
export async function download(path: string, name = ""): Promise<void> {
  const response = await apiFetch("/console/api/account/profile");
  if (!response.ok) throw await errorOf(response);
  const link = document.createElement("a");
  link.href = API_URL + path;
  link.download = name;
  link.click();
}
