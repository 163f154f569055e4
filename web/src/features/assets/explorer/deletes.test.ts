import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { apiFetch } from "@/api";
import { toasts } from "@/ui";
import schema from "../../../api/schema.d.ts?raw";
import { deletesWait, needsDraft, remove, settleDeletes } from "./deletes";
import type { TreeNode } from "./model";
import { ExplorerStore } from "./store";

const ROOT = "/console/api/apps";
const WORDS = { title: "Deleted", undo: "Undo", failed: "Not deleted" };

/** Every operation on apps that the API's document names, with an id for each parameter. */
function operations(): string[] {
  const found: string[] = [];
  let path = "";
  for (const line of schema.split("\n")) {
    path = /^ {4}"(\/[^"]*)": \{$/.exec(line)?.[1] ?? path;
    const verb = /^ {8}(get|put|post|delete|patch): /.exec(line)?.[1];
    if (verb && path.startsWith(ROOT)) found.push(`${verb.toUpperCase()} ${path}`);
  }
  return found;
}

let sent: string[];
let answer: (url: string) => Response;

beforeEach(() => {
  sent = [];
  answer = () => new Response("{}", { status: 200 });
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url);
    sent.push(`${request.method} ${url.pathname}`);
    return answer(url.pathname);
  });
});

afterEach(async () => {
  await settleDeletes().catch(() => {});
  for (const { id } of toasts.all()) toasts.dismiss(id);
  vi.unstubAllGlobals();
});

function deleting(id = "a"): ExplorerStore {
  const store = new ExplorerStore("app");
  const file = { node_type: "file", parent_id: null, size: 1, status: "ready", sha256: null };
  store.model.add([{ ...file, id: "a", name: "a.md" } as TreeNode, { ...file, id: "b", name: "b.md" } as TreeNode]);
  store.loaded = true;
  remove(store, [id], WORDS);
  return store;
}

const DELETE = `POST ${ROOT}/app/assets/nodes/delete`;

test("only these go out while a delete waits; a new operation waits for it unless it is added here", () => {
  const free = operations().filter((one) => {
    const [method, path] = one.split(" ") as [string, string];
    return !needsDraft(method, path.replaceAll(/\{\w+\}/g, "id").replace(/\/tree$/, "/tree?format=flat"));
  });
  const assets = `${ROOT}/{app_id}/assets`;
  expect(free.sort()).toEqual(
    [
      `GET ${assets}/tree`,
      `GET ${assets}/files/{node_id}`,
      `GET ${assets}/files/{node_id}/raw`,
      `PUT ${assets}/files/{node_id}`,
      `POST ${assets}/files/upload`,
      `POST ${assets}/folders`,
      `GET ${assets}/nodes/{node_id}`,
      `POST ${assets}/nodes/delete`,
      `POST ${assets}/nodes/move`,
      `POST ${assets}/nodes/{node_id}/rename`,
    ].sort(),
  );
  expect(operations().length).toBeGreaterThan(50);
});

test("every other operation finds the deleted node gone, and Undo with it", async () => {
  for (const one of operations()) {
    const [method, template] = one.split(" ") as [string, string];
    const path = template.replaceAll(/\{\w+\}/g, "app");
    if (!needsDraft(method, path)) continue;
    const store = deleting();
    sent = [];
    await apiFetch(path, { method });
    expect(sent, one).toEqual([DELETE, `${method} ${path}`]);
    expect(toasts.all()).toEqual([]);
    expect(store.model.get("a")).toBeUndefined();
  }
});

test("what the page shows is right either way: Undo stays", async () => {
  deleting();
  await apiFetch(`${ROOT}/app/assets/tree?format=flat`);
  await apiFetch("/console/api/account/profile");
  expect(sent).not.toContain(DELETE);
  expect(toasts.all()).toHaveLength(1);
  expect(deletesWait()).toBe(true);
});

test("a request waits for a delete that is on its way already", async () => {
  let arrive: () => void = () => {};
  const arrived = new Promise<void>((done) => {
    arrive = done;
  });
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    if (path.endsWith("/nodes/delete")) await arrived;
    sent.push(path);
    return new Response("{}");
  });
  deleting();
  const toast = toasts.all()[0];
  toasts.dismiss(toast?.id ?? 0);
  const reading = apiFetch(`${ROOT}/app/assets/versions`, { method: "POST" });
  await Promise.resolve();
  expect(sent).toEqual([]);
  arrive();
  await reading;
  expect(sent.map((path) => path.split("/").pop())).toEqual(["delete", "versions"]);
});

test("a delete that is rejected stops what would have read the draft, and the node is back", async () => {
  answer = (path) => (path.endsWith("delete") ? new Response('{"code":"busy"}', { status: 503 }) : new Response("{}"));
  const store = deleting();
  await expect(apiFetch(`${ROOT}/app/assets/versions`, { method: "POST" })).rejects.toMatchObject({ code: "busy" });
  expect(sent).toEqual([DELETE]);
  expect(store.model.children(null)).toEqual(["a", "b"]);
  expect(deletesWait()).toBe(false);
});

test("a page that goes away sends what waits before it is gone", () => {
  deleting();
  dispatchEvent(new Event("pagehide"));
  expect(sent).toEqual([DELETE]);
});

test("Undo sends nothing", async () => {
  const store = deleting();
  toasts.all()[0]?.action?.onClick();
  await settleDeletes();
  expect(sent).toEqual([]);
  expect(store.model.children(null)).toEqual(["a", "b"]);
});

const sources = import.meta.glob<string>("../../../**/*.{ts,tsx}", { eager: true, query: "?raw", import: "default" });

test("no request goes around the gate", () => {
  const around = /\bfetch\(|\bEventSource\b|\bXMLHttpRequest\(|sendBeacon|\.href = /;
  const found = Object.entries(sources)
    .filter(([path, text]) => !/\.test\.ts|schema\.d\.ts/.test(path) && around.test(text.replaceAll("refetch(", "")))
    .map(([path]) => path.split("/").slice(-2).join("/"));
  // The gate's own fetch; bytes of uploads to their links; a download, which goes through the gate before; the API
  // reference, which is another page: leaving this one has sent the deletes; a file that is made here.
  const reference = ["docs/document.ts", "docs/examples.ts", "docs/send.ts"];
  expect(found.sort()).toEqual([
    "api/download.ts",
    "api/session.ts",
    ...reference,
    "editor/importing.ts",
    "local/sending.ts",
  ]);
});
