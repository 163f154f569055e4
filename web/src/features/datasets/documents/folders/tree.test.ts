import { expect, test } from "vitest";
import { leadsTo, treeOf } from "./tree";

test("folders are within folders, and count what is below them", () => {
  const listed = [
    { path: "", document_count: 5 },
    { path: "guides/zh", document_count: 2 },
    { path: "guides/zh/old", document_count: 1 },
    { path: "guides-2", document_count: 4 },
  ];
  const old = { path: "guides/zh/old", name: "old", count: 1, folders: [] };
  expect(treeOf(listed)).toEqual([
    {
      path: "guides",
      name: "guides",
      count: 3,
      folders: [{ path: "guides/zh", name: "zh", count: 3, folders: [old] }],
    },
    { path: "guides-2", name: "guides-2", count: 4, folders: [] },
  ]);
  expect(treeOf([])).toEqual([]);
});

test("a folder leads to what is below it, not to one that begins alike", () => {
  expect([leadsTo("guides", "guides"), leadsTo("guides", "guides/zh")]).toEqual([true, true]);
  expect([leadsTo("guides", "guides-2"), leadsTo("guides", undefined)]).toEqual([false, false]);
});
