import { expect, test } from "vitest";
import { sourcesOf } from "./sources";

const resource = {
  position: 2,
  dataset_id: "k",
  dataset_name: "Manuals",
  document_id: "d",
  document_name: "returns.md",
  segment_id: "s",
  content: "A refund takes seven days, and more.",
  citation: { heading: ["Refunds"], page_from: 3, page_to: 4, start: 0, end: 26, quote: "A refund takes seven days…" },
};

test("a source has the number that answers cite it by, and the exact range", () => {
  expect(sourcesOf([resource])).toEqual([
    {
      number: 2,
      datasetId: "k",
      dataset: "Manuals",
      documentId: "d",
      document: "returns.md",
      segmentId: "s",
      heading: ["Refunds"],
      pageFrom: 3,
      pageTo: 4,
      range: { start: 0, end: 26 },
      quote: "A refund takes seven days…",
    },
  ]);
});

test("what a service found is opened where it says, if it says so", () => {
  const external = { ...resource, data_source_type: "external" };
  const at = (url?: string) => ({ ...external, citation: { ...resource.citation, url } });
  expect(sourcesOf([at("https://x.example/1"), at()]).map(({ elsewhere }) => elsewhere)).toEqual([
    "https://x.example/1",
    "",
  ]);
  expect(sourcesOf([resource])[0]!.elsewhere).toBe(undefined);
});

test("what was typed by hand has no range, and what cannot be opened is left out", () => {
  const typed = { ...resource, citation: { ...resource.citation, start: null, end: null } };
  expect(sourcesOf([typed])[0]!.range).toBe(null);
  expect(sourcesOf([{ ...resource, citation: undefined }])[0]).toMatchObject({ quote: resource.content, heading: [] });
  expect(sourcesOf([{}, { title: "a web page", url: "https://example.com" }])).toEqual([]);
  expect([sourcesOf(null), sourcesOf(undefined)]).toEqual([[], []]);
});
