import { expect, test } from "vitest";
import { factsOf } from "./facts";

test("what is known of an event stands in its place", () => {
  const app = { kind: "app", id: "1", name: "Support" };
  const details = {
    fields: ["name"],
    values: { mode: "chat", ids: 2 },
    related: [app],
    name_before: "Old",
    method: "code",
  };
  expect(factsOf({ details })).toEqual({
    nameBefore: "Old",
    related: [app],
    fields: ["name"],
    values: [
      ["mode", "chat"],
      ["ids", "2"],
      ["method", "code"],
    ],
  });
  expect(factsOf({ details: {} })).toEqual({ nameBefore: "", related: [], fields: [], values: [] });
});
