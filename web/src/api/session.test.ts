import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "./errors";
import { apiFetch, session } from "./session";

const expired = () => new Response(JSON.stringify({ code: "access_token_expired" }), { status: 401 });
const fine = () => new Response("{}", { status: 200 });

/** Requests in their order, answered by `answer`. */
function serve(answer: (path: string, request: Request) => Response | Promise<Response>) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    asked.push(`${request.method} ${path}`);
    return answer(path, request);
  });
  return asked;
}

beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: this is how a page has cookies
  document.cookie = "csrf_token=abc";
});

afterEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: this is how a page has cookies
  document.cookie = "csrf_token=; max-age=0";
  session.setKnown(false);
  vi.unstubAllGlobals();
});

test("a change carries the CSRF token, a reading does not", async () => {
  const sent: (string | null)[] = [];
  serve((_path, request) => {
    sent.push(request.headers.get("X-CSRF-Token"));
    return fine();
  });
  await apiFetch("/console/api/apps", { method: "POST", body: "{}" });
  await apiFetch("/console/api/apps");
  expect(sent).toEqual(["abc", null]);
});

test("an expired token is renewed once for all who wait, and every request is sent again", async () => {
  let renewed = false;
  const asked = serve(async (path) => {
    if (path === "/console/api/refresh-token") {
      await new Promise((later) => setTimeout(later, 10));
      renewed = true;
      return fine();
    }
    return renewed ? fine() : expired();
  });
  const answers = await Promise.all([apiFetch("/a"), apiFetch("/b"), apiFetch("/c")]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(asked.filter((one) => one.includes("refresh"))).toHaveLength(1);
  expect(asked).toHaveLength(7);
});

test("what was sent is sent again with its body once somebody has signed in again", async () => {
  session.setKnown(true);
  const bodies: string[] = [];
  let signedIn = false;
  serve(async (path, request) => {
    if (path !== "/a") return expired();
    bodies.push(await request.text());
    return signedIn ? fine() : expired();
  });
  const waiting = apiFetch("/a", { method: "POST", body: "typed" });
  await vi.waitFor(() => expect(session.isAsking()).toBe(true));
  signedIn = true;
  session.answer(true);
  expect((await waiting).status).toBe(200);
  expect(bodies).toEqual(["typed", "typed"]);
});

test("who does not sign in again gets the refusal", async () => {
  session.setKnown(true);
  serve(expired);
  const waiting = apiFetch("/a");
  await vi.waitFor(() => expect(session.isAsking()).toBe(true));
  session.answer(false);
  expect((await waiting).status).toBe(401);
  expect(session.isAsking()).toBe(false);
});

test("nobody is asked on a page where nobody was signed in, nor after a wrong password", async () => {
  const asked = serve(expired);
  expect((await apiFetch("/console/api/account/profile")).status).toBe(401);
  session.setKnown(true);
  expect((await apiFetch("/console/api/login", { method: "POST" })).status).toBe(401);
  expect(asked.at(-1)).toBe("POST /console/api/login");
  expect(session.isAsking()).toBe(false);
});

test("a server that is away is an error with a code", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(apiFetch("/a")).rejects.toEqual(new ApiError("network_error", "The server cannot be reached.", 0));
});

test.each([
  ["POST", "forbidden", 1],
  ["POST", "app_not_found", 0],
  ["GET", "forbidden", 0],
])("%s answered with 403 %s: whoever asks what the role allows is told %d times", async (method, code, times) => {
  const look = vi.fn();
  session.onForbidden(look);
  serve(() => new Response(JSON.stringify({ code }), { status: 403 }));
  await apiFetch("/console/api/apps", { method });
  expect(look).toHaveBeenCalledTimes(times);
});
