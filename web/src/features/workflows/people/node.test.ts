import { expect, test } from "vitest";
import { asksUser, fieldType, freeName, optionsOf, withUser } from "./node";

test("who started the run may answer where the form is shown to them", () => {
  const email = { id: "m", type: "email", enabled: true };
  expect([undefined, [], [email], [{ type: "webapp", enabled: false }]].map(asksUser)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  for (const before of [undefined, [], [email], [{ id: "w", type: "webapp", enabled: false }, email]]) {
    const on = withUser(before, true);
    expect(asksUser(on)).toBe(true);
    const off = withUser(on, false);
    expect(asksUser(off)).toBe(false);
    expect(withUser(off, true)).toEqual(on);
    expect(on.filter(({ type }) => type === "email")).toEqual((before ?? []).filter(({ type }) => type === "email"));
  }
});

test("new names are not taken", () => {
  expect(freeName([], "field")).toBe("field_1");
  expect(freeName(["field_2"], "field")).toBe("field_3");
  expect(freeName(["a", "b"], "field")).toBe("field_3");
});

test("types are known with dashes and underscores; others are texts", () => {
  expect(["file_list", "file-list", "text-input", "huh", null].map(fieldType)).toEqual([
    "file_list",
    "file_list",
    "text_input",
    "text_input",
    "text_input",
  ]);
});

test("an option a line", () => {
  expect(optionsOf("Red\n\n Blue \nRed")).toEqual(["Red", "Blue"]);
});
