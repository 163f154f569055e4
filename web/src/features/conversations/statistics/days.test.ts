import { expect, test } from "vitest";
import { lastDays, meanOf, valuesOn } from "./days";

const EVENING = Date.parse("2026-03-01T20:00:00Z");

test("days end with today, as the account's time zone has it", () => {
  expect(lastDays(3, "UTC", EVENING)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  expect(lastDays(2, "Asia/Shanghai", EVENING)).toEqual(["2026-03-01", "2026-03-02"]);
  expect(lastDays(1, "Nowhere/Unknown", EVENING)).toEqual(["2026-03-01"]);
});

test("a day is counted once where clocks change", () => {
  const days = lastDays(60, "Europe/London", Date.parse("2026-04-10T12:00:00Z"));
  expect(new Set(days).size).toBe(60);
  expect(days).toContain("2026-03-29");
});

test("days without a row are 0, prices are text, and days without anything do not pull the mean", () => {
  const days = lastDays(3, "UTC", EVENING);
  const rows = [
    { date: "2026-02-27", total_price: "0.5" },
    { date: "2026-03-01", total_price: "1.5" },
  ];
  const values = valuesOn(days, rows, "total_price");
  expect(values).toEqual([0.5, 0, 1.5]);
  expect(meanOf(values)).toBe(1);
  expect(meanOf([0, 0])).toBe(0);
});
