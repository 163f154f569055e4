import { expect, test } from "vitest";
import { duration, exactTime, relativeTime, setTimeZone } from "./time";

const NOW = 1_795_000_000;

test.each([
  [0, "now"],
  [-59, "now"],
  [-60, "1 minute ago"],
  [-3599, "59 minutes ago"],
  [-7200, "2 hours ago"],
  [-86_400, "yesterday"],
  [-8 * 86_400, "last week"],
  [-400 * 86_400, "last year"],
])("%i seconds from now is %s", (seconds, text) => {
  expect(relativeTime(NOW + seconds, NOW, "en")).toBe(text);
});

test("times speak Chinese too", () => {
  expect(relativeTime(NOW - 7200, NOW, "zh-Hans")).toBe("2小时前");
});

test("exact times are in the account's time zone", () => {
  setTimeZone("Asia/Tokyo");
  const tokyo = exactTime(NOW, "en");
  setTimeZone("UTC");
  expect(exactTime(NOW, "en")).not.toBe(tokyo);
  setTimeZone("Not/A_Zone");
  expect(exactTime(NOW, "en")).toBeTruthy();
});

test.each([
  [0.04, "0.0 s"],
  [12.34, "12 s"],
  [61, "1 min"],
  [5400, "1.5 h"],
])("%d seconds last %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
