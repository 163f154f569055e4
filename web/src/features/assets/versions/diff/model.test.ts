import { expect, test } from "vitest";
import { asShown, inOrder, pathBefore, rowsOf } from "./model";

const file = (path: string) => ({ path, node_type: "file" as const });
const moved = [{ from: "/a", to: "/b", node_type: "folder" as const }];
const totals = { added: 1, removed: 0, changed: 1, moved: 1 };

test("the older side comes first, the draft last", () => {
  expect(inOrder("draft", 2)).toEqual([2, "draft"]);
  expect(inOrder(3, 1)).toEqual([1, 3]);
});

test("a file in a folder that moved is found where it was", () => {
  expect(pathBefore("/b/c.md", moved)).toBe("/a/c.md");
  expect(pathBefore("/bc.md", moved)).toBe("/bc.md");
});

test("a comparison asked the other way round is turned", () => {
  const asked = { number: 1, against: "draft" as const, added: [file("/x")], removed: [], changed: [file("/b/c.md")] };
  const shown = asShown({ ...asked, moved, totals }, true);
  expect(shown.removed).toEqual([file("/x")]);
  expect(shown.changed).toEqual([file("/a/c.md")]);
  expect(shown.moved[0]).toEqual({ from: "/b", to: "/a", node_type: "folder" });
  expect(shown.totals).toEqual({ ...totals, added: 0, removed: 1 });
});

test("what the server left out is counted", () => {
  const diff = {
    added: [file("/x")],
    removed: [],
    changed: [],
    moved: [],
    totals: { ...totals, added: 9, changed: 0, moved: 0 },
  };
  expect(rowsOf(diff).at(-1)).toEqual({ kind: "rest", group: "added", count: 8 });
});
