import { expect, test } from "vitest";
import { binaryFile, bodyItems, bodyText, bodyType, linesOf, pairsOf, withText, withType } from "./httpFields";

test("lines are read as the server reads them, and written so that they are read again", () => {
  expect(pairsOf("A: 1\n\nB\n : x\nURL: https://a.b:80")).toEqual([
    { name: "A", value: "1" },
    { name: "B", value: "" },
    { name: "URL", value: "https://a.b:80" },
  ]);
  for (const value of ["", "a", "a:b", "{{#x.y#}}", "a\nb", " a "]) {
    for (const name of ["Name", "X-A", "{{#x.y#}}"]) {
      const again = pairsOf(linesOf([{ name, value }]));
      expect(again).toEqual([{ name, value: value.replaceAll("\n", " ").trim() }]);
    }
  }
  expect(
    linesOf([
      { name: "a:b", value: "" },
      { name: " ", value: "x" },
    ]),
  ).toBe("ab:");
  expect(pairsOf(null)).toEqual([]);
});

test("bodies are read in both shapes", () => {
  expect(bodyText({ type: "json", data: '{"a": 1}' })).toBe('{"a": 1}');
  expect(bodyText(withText({ type: "json", data: "old" }, "new"))).toBe("new");
  expect(bodyItems({ type: "form-data", data: "a: 1\nb: 2" }).map(({ key }) => key)).toEqual(["a", "b"]);
  expect([bodyType(null), bodyType({ type: "odd" }), bodyType({ type: "binary" })]).toEqual(["none", "none", "binary"]);
  expect(binaryFile({ data: [{ type: "file", file: ["start", "doc"] }] })).toEqual(["start", "doc"]);
});

test("what was typed stays where the new kind of body has a place for it", () => {
  const json = { type: "json", data: [{ type: "text", value: "{}" }] };
  expect(bodyText(withType(json, "raw-text"))).toBe("{}");
  expect(withType(json, "form-data").data).toEqual([]);
});
