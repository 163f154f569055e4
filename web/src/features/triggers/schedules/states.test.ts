import { expect, test } from "vitest";
import type { Firing } from "./queries";
import { canRunAgain, reasonOf, toneOf } from "./states";

const firing = (more: Partial<Firing>) => ({ status: "skipped", until: null, ...more }) as Firing;

test("only what is over, and one time, is run again", () => {
  expect(
    ["succeeded", "failed", "skipped", "not_started", "deleted"].map((status) => canRunAgain(firing({ status }))),
  ).not.toContain(false);
  expect(
    ["queued", "running", "paused", "pending", "waiting"].map((status) => canRunAgain(firing({ status }))),
  ).not.toContain(true);
  expect(canRunAgain(firing({ until: 1 }))).toBe(false);
});

test("a failure stands out, what goes on is news", () => {
  expect(["failed", "not_started", "succeeded", "running"].map(toneOf)).toEqual(["bad", "bad", "good", "info"]);
});

test("a code of an error is no reason of its own", () => {
  expect([reasonOf("overlap"), reasonOf("version_deleted"), reasonOf(null)]).toEqual(["overlap", undefined, undefined]);
});
