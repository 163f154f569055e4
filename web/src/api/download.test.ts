import { afterEach, expect, test, vi } from "vitest";
import { download } from "./download";

afterEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: this is how a page has cookies
  document.cookie = "csrf_token=; max-age=0";
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** What happens in its order: requests by their paths, and links that are followed. */
function watched(answers: Record<string, number[]>) {
  const seen: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    seen.push(path);
    return new Response(JSON.stringify({ code: "unauthorized" }), { status: answers[path]?.shift() ?? 200 });
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    seen.push(`${new URL(this.href).pathname} as ${this.download}`);
  });
  return seen;
}

const PROFILE = "/console/api/account/profile";

test("an expired sign-in is renewed before a link is followed", async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: this is how a page has cookies
  document.cookie = "csrf_token=abc";
  const seen = watched({ [PROFILE]: [401] });
  await download("/console/api/datasets/1/export", "Town.zip");
  expect(seen).toEqual([PROFILE, "/console/api/refresh-token", PROFILE, "/console/api/datasets/1/export as Town.zip"]);
});

test("without a session no link is followed", async () => {
  const seen = watched({ [PROFILE]: [401] });
  await expect(download("/console/api/datasets/1/export")).rejects.toMatchObject({ status: 401 });
  expect(seen).toEqual([PROFILE]);
});
