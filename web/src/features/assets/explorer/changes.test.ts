// However requests and replies overtake each other, the page ends with the tree that the server has.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { toasts } from "@/ui";
import { remove, settleDeletes } from "./deletes";
import type { TreeNode } from "./model";
import { create, sendMove, sendRename } from "./requests";
import { ExplorerStore } from "./store";

type Place = { id: string; name: string; parent_id: string | null };
type Asked = { reads: boolean; serve: () => Response; served: Response | null; reply: (response: Response) => void };

const WORDS = { title: "Deleted", undo: "Undo", failed: "Not deleted" };
let places: Place[];
let revision: number;
let asked: Asked[];
let store: ExplorerStore;

const whole = ({ id, name, parent_id }: Place, order = 0) => {
  const node_type = id === "folder" ? "folder" : "file";
  return { id, name, parent_id, order, node_type, size: 1, status: "ready", sha256: null, path: "", extension: "" };
};

/** What a request does to the tree when the server comes to it. */
async function served(request: Request): Promise<() => Response> {
  const { pathname: path, search } = new URL(request.url);
  const body = request.method === "GET" ? {} : await request.json();
  return () => {
    if (search === "?format=flat") {
      const headers = { ETag: `"${revision}"` };
      if (request.headers.get("If-None-Match") === headers.ETag) return new Response(null, { status: 304, headers });
      return Response.json({ nodes: places.map(whole), revision }, { headers });
    }
    let told: object = {};
    if (path.endsWith("/nodes/delete")) places = places.filter(({ id }) => !body.ids.includes(id));
    else if (path.endsWith("/nodes/move"))
      places = places.map((each) => (body.ids.includes(each.id) ? { ...each, parent_id: body.parent_id } : each));
    else if (path.endsWith("/rename"))
      places = places.map((each) => (path.includes(`/${each.id}/`) ? { ...each, name: body.name } : each));
    else {
      const made = { id: `made-${places.length}`, name: body.name, parent_id: body.parent_id ?? null };
      places = [...places, made];
      told = { node: whole(made) };
    }
    return Response.json(told, { headers: { "X-Tree-Revision": String(++revision) } });
  };
}

/** The page reads the bytes of a tree in a worker. */
class Parsing {
  onmessage: (event: { data: object }) => void = () => {};
  postMessage(bytes: ArrayBuffer) {
    const { nodes, revision } = JSON.parse(new TextDecoder().decode(bytes));
    queueMicrotask(() => this.onmessage({ data: { nodes, revision, done: true } }));
  }
  terminate() {}
}

const moment = () => new Promise((later) => setTimeout(later));

beforeEach(() => {
  vi.stubGlobal("Worker", Parsing);
  vi.stubGlobal("fetch", async (request: Request) => {
    const serve = await served(request);
    return new Promise<Response>((reply) => {
      asked.push({ reads: request.method === "GET", serve, served: null, reply });
    });
  });
});

afterEach(() => {
  for (const { id } of toasts.all()) toasts.dismiss(id);
  vi.unstubAllGlobals();
});

function begin() {
  places = ["a", "b", "folder"].map((id) => ({ id, name: id, parent_id: null }));
  revision = 1;
  asked = [];
  store = new ExplorerStore("app");
  store.model.add(places.map(whole) as unknown as TreeNode[]);
  store.model.revision = revision;
  store.loaded = true;
}

const VERBS: Record<string, () => unknown> = {
  rename: () => sendRename(store, "a", "x"),
  "rename again": () => sendRename(store, "a", "y"),
  move: () => sendMove(store, ["a"], "folder"),
  "move back": () => sendMove(store, ["a"], null),
  create: () => create(store, (key) => key, "file", null, "new"),
  delete: () => {
    remove(store, ["b"], WORDS);
    void settleDeletes();
  },
};

function serve(which: (one: Asked) => boolean) {
  const next = asked.find((one) => !one.served && which(one));
  if (next) next.served = next.serve();
}

function reply(which: (one: Asked) => boolean) {
  const next = asked.find((one) => one.served && which(one));
  if (!next?.served) return;
  asked.splice(asked.indexOf(next), 1);
  next.reply(next.served);
}

/** All that is still waited for, the newest first: requests overtake each other. */
async function ended() {
  for (await moment(); asked.length > 0; await moment()) {
    asked.reverse();
    serve(() => true);
    reply(() => true);
  }
}

function same(label: string) {
  const shown = [...store.model.all()].filter(({ id }) => !store.model.isHidden(id));
  const of = (all: Iterable<Place>) => [...all].map(({ name, parent_id }) => `${parent_id}/${name}`).sort();
  expect(of(shown as Place[]), label).toEqual(of(places));
}

const STEPS: Record<string, () => unknown> = {
  R: () => void store.load(),
  r: () => serve(({ reads }) => reads),
  ρ: () => reply(({ reads }) => reads),
  c: () => serve(({ reads }) => !reads),
  γ: () => reply(({ reads }) => !reads),
};

/** All ways to do one thing and the other, each in its order. */
function mixed(one: string, other: string): string[] {
  if (one === "" || other === "") return [one + other];
  return [
    ...mixed(one.slice(1), other).map((rest) => one[0] + rest),
    ...mixed(one, other.slice(1)).map((rest) => other[0] + rest),
  ];
}

test("a tree that is read while a change is under way does not take it back", async () => {
  for (const [verb, act] of Object.entries(VERBS)) {
    for (const order of mixed("Rrρ", "Ccγ")) {
      begin();
      for (const step of order) {
        await (step === "C" ? void act() : STEPS[step]?.());
        await moment();
      }
      await ended();
      same(`${verb}, ${order}`);
    }
  }
});

test("a name that is being typed outlives a tree that was read before its node was made", async () => {
  begin();
  void store.load();
  await moment();
  serve(() => true);
  VERBS.create?.();
  await moment();
  serve(({ reads }) => !reads);
  reply(({ reads }) => !reads);
  await moment();
  const { renaming } = store;
  expect(renaming).not.toBeNull();
  await ended();
  expect(store.renaming).toBe(renaming);
});

test("changes reach the server in the order in which they were made", async () => {
  for (const [first, one] of Object.entries(VERBS)) {
    for (const [second, other] of Object.entries(VERBS)) {
      begin();
      void one();
      void other();
      await ended();
      same(`${first}, then ${second}`);
    }
  }
});
