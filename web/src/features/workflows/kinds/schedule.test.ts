import { expect, test } from "vitest";
import { fromClock, toClock, weekdayName, whenOf } from "./schedule";

test("each time of a day survives being kept as the API has it", () => {
  for (let minute = 0; minute < 24 * 60; minute++) {
    const clock = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
    expect(toClock(fromClock(clock))).toBe(clock);
  }
  expect([fromClock("00:00"), fromClock("12:05"), fromClock("23:59")]).toEqual(["12:00 AM", "12:05 PM", "11:59 PM"]);
});

test("what is no time is none", () => {
  expect(["noon", "", "25:00", "9:75 AM"].map(toClock)).toEqual(["", "", "", ""]);
  expect(["9:05 pm", "21:05"].map(toClock)).toEqual(["21:05", "21:05"]);
});

test("a cron expression is told as the form would have it", () => {
  expect(whenOf("* * * * *")).toEqual({ every: "minutes", step: 1 });
  expect(whenOf("*/15 * * * *")).toEqual({ every: "minutes", step: 15 });
  expect(whenOf("5 * * * *")).toEqual({ every: "hourly", minute: 5 });
  expect(whenOf("30 9 * * *")).toEqual({ every: "daily", clock: "09:30" });
  expect(whenOf("0 17 * * 1,5")).toEqual({ every: "weekly", clock: "17:00", weekdays: [1, 5] });
  expect(whenOf("0 0 1,15,L * *")).toEqual({ every: "monthly", clock: "00:00", days: [1, 15, "last"] });
});

test("what no form has is left as it is", () => {
  for (const cron of [
    "*/7 * * * *",
    "*/5 9 * * *",
    "0 9 1 1 *",
    "0 9 1 * 1",
    "0 9-17 * * *",
    "0 9 * * MON#1",
    "nonsense",
  ]) {
    expect(whenOf(cron)).toBeUndefined();
  }
});

test("days of the week have the places of cron", () => {
  expect([0, 1, 6].map((day) => weekdayName(day, "en"))).toEqual(["Sun", "Mon", "Sat"]);
});
