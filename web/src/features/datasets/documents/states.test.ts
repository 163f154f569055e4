import { expect, test } from "vitest";
import { stateOf, stepOf, verbsOf, verbsOfAll } from "./states";

const verbs = (display_status: string, indexing_status: string) => verbsOf({ display_status, indexing_status });

test("what can be done follows from how far a document is", () => {
  expect(verbs("queuing", "waiting")).toEqual(["pause", "move", "delete"]);
  expect(verbs("indexing", "splitting")).toEqual(["pause", "move", "delete"]);
  expect(verbs("paused", "paused")).toEqual(["resume", "move", "delete"]);
  expect(verbs("error", "error")).toEqual(["retry", "move", "delete"]);
  expect(verbs("available", "completed")).toEqual(["disable", "archive", "move", "delete"]);
  expect(verbs("disabled", "completed")).toEqual(["enable", "archive", "move", "delete"]);
  expect(verbs("archived", "completed")).toEqual(["unarchive"]);
});

test("a document that answers while its next version is made or has failed can have both", () => {
  expect(verbs("available", "indexing")).toEqual(["pause", "disable", "move", "delete"]);
  expect(verbs("available", "error")).toEqual(["retry", "disable", "move", "delete"]);
});

test("only what is in work has a step, and an unknown state is no fault", () => {
  expect(stepOf({ indexing_status: "parsing" })).toBe("parsing");
  for (const indexing_status of ["completed", "error", "paused", ""])
    expect(stepOf({ indexing_status })).toBeUndefined();
  expect(stateOf({ display_status: "something new" })).toBe("queuing");
});

test("with several, each verb has those that it fits", () => {
  const failed = { display_status: "error", indexing_status: "error" };
  const archived = { display_status: "archived", indexing_status: "completed" };
  expect(verbsOfAll([failed, archived, failed])).toEqual([
    { verb: "retry", documents: [failed, failed] },
    { verb: "unarchive", documents: [archived] },
    { verb: "move", documents: [failed, failed] },
    { verb: "delete", documents: [failed, failed] },
  ]);
  expect(verbsOfAll([])).toEqual([]);
});
