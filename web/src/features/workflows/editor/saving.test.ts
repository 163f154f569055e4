import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { changeData, remove } from "../graph/edits";
import { nodeAt } from "../graph/samples";
import type { Document } from "./document";
import { EditorStore } from "./store";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FIRST: Document = {
  graph: { nodes: [nodeAt("a"), nodeAt("b", 300)], edges: [] },
  features: {},
  environment_variables: [],
  conversation_variables: [],
};

/** What stores drafts, as the API does: only over the state that whoever saves knows. */
class Drafts {
  document = structuredClone(FIRST);
  version = 1;
  saves: string[] = [];
  /** What goes wrong with the next saves. */
  faults: Error[] = [];

  get hash() {
    return `h${this.version}`;
  }

  save = async (document: Document, hash: string | undefined) => {
    // What is sent is what it was when it was sent.
    const sent = structuredClone(document);
    await new Promise((sooner) => setTimeout(sooner, 100));
    const fault = this.faults.shift();
    if (fault) throw fault;
    if (hash !== this.hash) {
      const theirs = { params: { hash: this.hash }, draft: structuredClone(this.document) };
      throw new ApiError("draft_workflow_not_sync", "", 409, [theirs]);
    }
    this.put(sent);
    this.saves.push(titles(sent));
    return { hash: this.hash, issues: [{ node: "a", message: `issue ${this.version}`, severity: "warning" }] };
  };

  put(document: Document) {
    this.document = document;
    this.version++;
  }

  retitle(id: string, title: string) {
    this.put({ ...this.document, graph: changeData(this.document.graph, id, { title }) });
  }
}

const titles = ({ graph }: Document) => graph.nodes.map(({ data }) => data.title).join();

function opened() {
  const drafts = new Drafts();
  const draft = { ...structuredClone(FIRST), hash: drafts.hash, issues: [] } as never;
  const store = new EditorStore("app", draft, drafts.save, false);
  const title = (id: string, text: string) =>
    store.edit((graph) => changeData(graph, id, { title: text }), `${id} title`);
  return { drafts, store, title };
}

test("it saves once, a moment after the last change, and says what is wrong with it", async () => {
  const { drafts, store, title } = opened();
  title("a", "A1");
  await vi.advanceTimersByTimeAsync(500);
  title("a", "A2");
  expect(store.saving.state).toBe("waiting");
  await vi.advanceTimersByTimeAsync(500);
  expect(drafts.saves).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(drafts.saves).toEqual(["A2,b"]);
  expect(store.saving.state).toBe("saved");
  expect(store.saving.problems.map(({ message }) => message)).toEqual(["issue 2"]);
});

test("what is changed while it saves is saved next, never two at once", async () => {
  const { drafts, store, title } = opened();
  title("a", "A");
  const flushed = store.saving.flush();
  title("b", "B");
  await vi.advanceTimersByTimeAsync(300);
  await flushed;
  expect(drafts.saves).toEqual(["A,b", "A,B"]);
  expect(store.saving.unsaved).toBe(false);
});

test("what somebody else saved meanwhile is kept, mine on top, and undo does not take theirs back", async () => {
  const { drafts, store, title } = opened();
  title("a", "Mine");
  drafts.retitle("b", "Theirs");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(titles(drafts.document)).toBe("Mine,Theirs");
  expect(titles(store.document)).toBe("Mine,Theirs");
  expect([store.merges, store.clashes, store.saving.state]).toEqual([1, [], "saved"]);
  store.undo();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(titles(drafts.document)).toBe("a,Theirs");
});

test("both changed one node: mine stays, and it is said", async () => {
  const { drafts, store, title } = opened();
  title("a", "Mine");
  drafts.retitle("a", "Theirs");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(titles(drafts.document)).toBe("Mine,b");
  expect(store.clashes).toEqual(["a"]);
});

test("a node that they deleted is no longer chosen", async () => {
  const { drafts, store, title } = opened();
  store.choose(["b"]);
  title("a", "Mine");
  drafts.put({ ...drafts.document, graph: remove(drafts.document.graph, ["b"]) });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(titles(store.document)).toBe("Mine");
  expect([store.view.current, store.view.selected.size]).toEqual([null, 0]);
});

test("what could not be saved is kept, said, and tried again", async () => {
  const { drafts, store, title } = opened();
  drafts.faults.push(new ApiError("network_error", "", 0), new ApiError("network_error", "", 0));
  title("a", "A");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(store.saving.state).toBe("failed");
  await expect(Promise.all([store.saving.flush(), vi.advanceTimersByTimeAsync(200)])).rejects.toThrow();
  expect([store.saving.unsaved, titles(store.document)]).toEqual([true, "A,b"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(drafts.saves).toEqual(["A,b"]);
  expect(store.saving.state).toBe("saved");
});

test("a draft that was read anew is taken, unless it is the known one", async () => {
  const { drafts, store, title } = opened();
  title("a", "Mine");
  drafts.retitle("b", "Theirs");
  store.saving.adopt({ ...structuredClone(drafts.document), hash: drafts.hash, issues: [] } as never);
  expect(titles(store.document)).toBe("Mine,Theirs");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(titles(drafts.document)).toBe("Mine,Theirs");
  expect(store.merges).toBe(1);
  store.saving.adopt({ ...structuredClone(drafts.document), hash: drafts.hash, issues: [] } as never);
  expect(store.merges).toBe(1);
});

test("whoever may only look changes nothing", async () => {
  const drafts = new Drafts();
  const store = new EditorStore("app", { ...structuredClone(FIRST), hash: "h1" } as never, drafts.save, true);
  store.edit((graph) => changeData(graph, "a", { title: "No" }));
  store.undo();
  await vi.advanceTimersByTimeAsync(2_000);
  expect([titles(store.document), drafts.saves]).toEqual(["a,b", []]);
});
