import { expect, test } from "vitest";
import { FILTER_MODES, type Filtering, filterModeOf, filterOf, withFilter, withFilterMode } from "./choice";

test("conditions stay when others decide which documents are searched", () => {
  const filter = { logical_operator: "or" as const, conditions: [{ name: "year", comparison_operator: "empty" }] };
  const manual = withFilterMode(withFilter<Filtering>({}, filter), "manual");
  expect([filterModeOf(manual), filterOf(manual)]).toEqual(["manual", filter]);
  for (const mode of FILTER_MODES) {
    const turned = withFilterMode(manual, mode);
    expect([filterModeOf(turned), filterOf(turned)]).toEqual([mode, filter]);
  }
  expect(filterModeOf({ metadata_filtering_mode: "odd" })).toBe("disabled");
  expect(filterOf({ metadata_filtering_mode: "manual" })).toEqual({ logical_operator: "and", conditions: [] });
});
