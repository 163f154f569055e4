import createClient from "openapi-fetch";
import { errorOf } from "./errors";
import type { components, paths } from "./schema";
import { API_URL, withSession } from "./session";

export type Schemas = components["schemas"];

/** The API, typed. `await call(api.GET("/console/api/apps"))` gives the reply or throws an ApiError. */
export const api = createClient<paths>({
  baseUrl: API_URL || location.origin,
  credentials: "include",
  fetch: (request) => withSession(() => request.clone()),
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

export async function call<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw await errorOf(response, error || {});
  return data as T;
}
