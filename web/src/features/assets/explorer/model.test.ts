import { beforeEach, expect, test } from "vitest";
import { TreeModel, type TreeNode } from "./model";

let tree: TreeModel;

function node(id: string, parent_id: string | null, file = false): TreeNode {
  return {
    id,
    parent_id,
    name: file ? `${id}.md` : id,
    node_type: file ? "file" : "folder",
    size: 7,
    status: "ready",
    sha256: null,
  };
}

beforeEach(() => {
  tree = new TreeModel();
  tree.add([node("a", null), node("b", "a"), node("one", "b", true), node("two", "b", true), node("c", null)]);
});

test("paths, ancestors and what a folder holds", () => {
  expect(tree.path("two")).toBe("/a/b/two.md");
  expect(tree.ancestors("two")).toEqual(["a", "b"]);
  expect(tree.sum(["a", "two"])).toEqual({ folders: 2, files: 2, bytes: 14 });
  expect(tree.outermost(["b", "one", "c"])).toEqual(["b", "c"]);
});

test("a move, also to a place among siblings, is taken back", () => {
  const undo = tree.move(["c", "two"], "b", null);
  expect(tree.children("b")).toEqual(["c", "two", "one"]);
  expect(tree.children(null)).toEqual(["a"]);
  expect(tree.path("c")).toBe("/a/b/c");
  undo();
  expect(tree.children("b")).toEqual(["one", "two"]);
  expect(tree.children(null)).toEqual(["a", "c"]);
  expect(tree.path("c")).toBe("/c");
});

test("a name is taken whatever its case, and gets a number", () => {
  expect(tree.childNamed("b", "ONE.md")?.id).toBe("one");
  expect(tree.freeName("b", "One.md")).toBe("One (1).md");
  expect(tree.freeName("b", "three.md")).toBe("three.md");
});

test("what is hidden comes back, what is removed does not", () => {
  const undo = tree.hide(["b"]);
  expect(tree.children("a")).toEqual([]);
  expect(tree.isHidden("two")).toBe(true);
  undo();
  expect(tree.children("a")).toEqual(["b"]);
  tree.remove(["b"]);
  expect(tree.size).toBe(2);
  expect(tree.get("two")).toBeUndefined();
});
