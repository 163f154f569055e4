import { expect, test } from "vitest";
import { TreeModel, type TreeNode } from "../explorer/model";
import type { Picked } from "../local/files";
import { planned } from "./plan";

const node = (id: string, parent_id: string | null, name: string, node_type: "file" | "folder"): TreeNode => ({
  ...{ id, parent_id, name, node_type, size: 0, status: "ready", sha256: null },
});

const picked = (paths: string[], folders: string[] = []) => ({ paths, folders, junk: [] }) as unknown as Picked;

function model(...nodes: TreeNode[]): TreeModel {
  const made = new TreeModel();
  made.add(nodes);
  return made;
}

test("folders are those on the way to a file, and the empty ones", () => {
  const plan = planned(picked(["a/b/one", "a/b/two", "a/c/three", "top"], ["a/d/e"]), null, model());
  expect(plan.folderCount).toBe(5);
  expect([...plan.tops].sort()).toEqual(["a", "top"]);
});

test("what is taken, and which files are replaced", () => {
  const there = model(node("1", null, "Docs", "folder"), node("2", "1", "one.md", "file"));
  const plan = planned(picked(["docs/one.md", "docs/two.md", "other/one.md"]), null, there);
  expect(plan.taken).toEqual(["docs"]);
  expect(plan.replaced).toEqual(["docs/one.md"]);
});

test("only a zip that comes alone can be unpacked", () => {
  expect(planned(picked(["a.ZIP"]), null, model()).zip).toBe(true);
  expect(planned(picked(["a.zip", "b"]), null, model()).zip).toBe(false);
  expect(planned(picked(["a.zip"], ["empty"]), null, model()).zip).toBe(false);
});
