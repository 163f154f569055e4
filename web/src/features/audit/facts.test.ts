import { expect, test } from "vitest";
import { asWords, factsOf } from "./facts";

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

test("a field without words of its own is still no name of the API", () => {
  expect(asWords("some_new_field")).toBe("Some new field");
});
