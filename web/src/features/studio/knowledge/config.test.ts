import { expect, test } from "vitest";
import { datasetIdsOf, isSingle, withDatasetIds, withSingle } from "./config";

const entry = (id: string, enabled?: boolean) => ({ dataset: { id, ...(enabled === undefined ? {} : { enabled }) } });

test("those that are on are read, whoever wrote them", () => {
  expect(datasetIdsOf({})).toEqual([]);
  expect(datasetIdsOf({ datasets: { datasets: "odd" } })).toEqual([]);
  const datasets = [entry("a"), entry("b", false), entry("c", true), entry("a", true), {}];
  expect(datasetIdsOf({ datasets: { datasets } })).toEqual(["a", "c"]);
});

test("what is written is read again, and what is off or not known stays", () => {
  const before = { top_k: 3, datasets: { strategy: "router", datasets: [entry("a"), entry("b", false)] } };
  const after = withDatasetIds(before, ["c", "a"]);
  expect(datasetIdsOf(after)).toEqual(["c", "a"]);
  expect(after).toMatchObject({ top_k: 3, retrieval_model: "multiple", datasets: { strategy: "router" } });
  expect(after.datasets?.datasets).toContainEqual(entry("b", false));
  expect(withDatasetIds(after, ["b"]).datasets?.datasets).toEqual([entry("b", true)]);
});

test("one knowledge base for each question is a choice that others keep", () => {
  const single = withSingle(withDatasetIds({}, ["a", "b"]), true);
  expect(isSingle(withDatasetIds(single, ["a"]))).toBe(true);
  expect([isSingle(withSingle(single, false)), isSingle({})]).toEqual([false, false]);
});
