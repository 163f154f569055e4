import { expect, test } from "vitest";
import { auditSearch, filtersOf } from "./search";

const WHO = "0190d5a0-0000-7000-8000-000000000001";

test("an address says what is shown; what it says wrongly is left out", () => {
  const all = { log: "installation", who: WHO, kind: "app", object: WHO, period: "week" };
  expect(auditSearch(all)).toEqual(all);
  const wrong = { log: "mine", who: "me", kind: "App!", object: 7, period: "toString" };
  expect(auditSearch(wrong)).toEqual({});
});

test("a period is counted back from now", () => {
  expect(filtersOf({ period: "day", kind: "app" }, 1_700_000_000_500)).toEqual({ since: 1_699_913_600, kind: "app" });
  expect(filtersOf({ log: "installation" }, 0)).toEqual({});
});
