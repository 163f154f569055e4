import { expect, test } from "vitest";
import { stateOf, stepOf, verbsOf } from "./states";

const verbs = (display_status: string, indexing_status: string) => verbsOf({ display_status, indexing_status });

test("what can be done follows from how far a document is", () => {
  expect(verbs("queuing", "waiting")).toEqual(["pause", "delete"]);
  expect(verbs("indexing", "splitting")).toEqual(["pause", "delete"]);
  expect(verbs("paused", "paused")).toEqual(["resume", "delete"]);
  expect(verbs("error", "error")).toEqual(["retry", "delete"]);
  expect(verbs("available", "completed")).toEqual(["disable", "delete"]);
  expect(verbs("disabled", "completed")).toEqual(["enable", "delete"]);
  expect(verbs("archived", "completed")).toEqual(["unarchive"]);
});

test("a document that answers while its next version is made or has failed can have both", () => {
  expect(verbs("available", "indexing")).toEqual(["pause", "disable", "delete"]);
  expect(verbs("available", "error")).toEqual(["retry", "disable", "delete"]);
});

test("only what is in work has a step, and an unknown state is no fault", () => {
  expect(stepOf({ indexing_status: "parsing" })).toBe("parsing");
  for (const indexing_status of ["completed", "error", "paused", ""])
    expect(stepOf({ indexing_status })).toBeUndefined();
  expect(stateOf({ display_status: "something new" })).toBe("queuing");
});
