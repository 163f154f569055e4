import { expect, test } from "vitest";
import { datasetIdsOf, filterOf, withDatasetIds, withFilter } from "./config";

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

test("a filter is read only where it counts", () => {
  const filter = { logical_operator: "or" as const, conditions: [{ name: "year", comparison_operator: "empty" }] };
  expect(filterOf(withFilter({}, filter))).toEqual(filter);
  expect(filterOf(withFilter(withFilter({}, filter), null))).toBe(null);
  expect(filterOf({ metadata_filtering_conditions: filter })).toBe(null);
  expect(filterOf({ metadata_filtering_mode: "manual" })).toEqual({ logical_operator: "and", conditions: [] });
});
