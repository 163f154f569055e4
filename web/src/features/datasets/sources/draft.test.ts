import { expect, test } from "vitest";
import { changeOf, draftOf, EMPTY, sourceOf } from "./draft";
import type { Source } from "./queries";

const source = (given: Partial<Source>) =>
  ({
    kind: "asset_tree",
    name: "Guides",
    folder: "guides",
    on_missing: "keep",
    auto_sync: false,
    app_id: "a",
    tree: "draft",
    path: "docs",
    include: ["**/*.md"],
    exclude: ["drafts/", "old/"],
    urls: [],
    ...given,
  }) as Source;

test("nothing is changed of a source that is saved as it was", () => {
  const { name, on_missing, auto_sync, tree, path, include, exclude } = source({});
  expect(changeOf(draftOf(source({})))).toEqual({ name, on_missing, auto_sync, tree, path, include, exclude });
  const urls = ["https://example.com/a", "https://example.com/b"];
  expect(changeOf(draftOf(source({ kind: "url_list", urls })))).toEqual({ name, on_missing, urls });
});

test("each kind is told only of what it has", () => {
  const typed = { urls: "https://example.com\n", include: "*.md\n\n *.txt ", keeps: false, follows: true };
  const changed = (kind: Source["kind"]) => changeOf({ ...draftOf(source({ kind })), ...typed });
  expect(Object.keys(changed("push")!)).toEqual(["name"]);
  expect(changed("archive")).toEqual({ name: "Guides", on_missing: "delete" });
  expect(changed("url_list")).toEqual({ name: "Guides", on_missing: "delete", urls: ["https://example.com"] });
  expect(changed("asset_tree")).toMatchObject({ include: ["*.md", "*.txt"], auto_sync: true });
});

test("what is needed must be there, of a new source and of one that is changed", () => {
  expect(changeOf({ ...draftOf(source({})), name: " " })).toBeNull();
  expect(changeOf({ ...draftOf(source({ kind: "url_list" })), urls: "\n" })).toBeNull();
  expect([sourceOf(EMPTY), sourceOf({ ...EMPTY, kind: "archive" })]).toEqual([null, null]);
  expect(sourceOf({ ...EMPTY, app: "a" })).toMatchObject({ given: { app_id: "a", auto_sync: true } });
});
