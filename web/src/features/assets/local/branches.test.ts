import { expect, test } from "vitest";
import { answered, branches } from "./branches";
import type { Found } from "./contents";

const found = (path: string, hash?: string): Found => ({ path, file: new File(["x"], path), hash });

test("paths become a tree, in which each folder stands once", () => {
  const [one, two, top] = [found("docs/a/one", "h1"), found("docs/a/two"), found("top")];
  const { children, order } = branches([one, two, top], ["docs/empty"]);
  expect(children).toEqual([
    {
      name: "docs",
      node_type: "folder",
      children: [
        { name: "empty", node_type: "folder", children: [] },
        {
          name: "a",
          node_type: "folder",
          children: [
            { name: "one", node_type: "file", size: 1, sha256: "h1" },
            { name: "two", node_type: "file", size: 1 },
          ],
        },
      ],
    },
    { name: "top", node_type: "file", size: 1 },
  ]);
  expect(order).toEqual([one, two, top]);
});

test("the answer says which files the server lacks, and where they go", () => {
  const order = [found("docs/one"), found("docs/two"), found("top")];
  const { parts, links } = answered(
    {
      children: [
        {
          id: "f",
          node_type: "folder",
          children: [
            { id: "1", node_type: "file", children: [] },
            { id: "2", node_type: "file", children: [], upload_url: "/two" },
          ],
        },
        { id: "3", node_type: "file", children: [], upload_url: "/three" },
      ],
      upload: { pack_url: "/pack", missing: ["3", "2"] },
    },
    order,
  );
  expect([...parts].map(({ id, found }) => [id, found.path])).toEqual([
    ["2", "docs/two"],
    ["3", "top"],
  ]);
  expect(links).toEqual({
    packUrl: "/pack",
    index: new Map([
      ["3", 0],
      ["2", 1],
    ]),
    urls: { 2: "/two", 3: "/three" },
  });
});
