import { expect, test } from "vitest";
import { parseTemplate, readable, reference } from "./templates";

test("references are found, and nothing else is one", () => {
  expect(parseTemplate("Hi {{#start.name#}}, {{ name }} {{#context#}}{{#no space.x#}} {{#a.b.c#}}")).toEqual([
    "Hi ",
    ["start", "name"],
    ", {{ name }} ",
    ["context"],
    "{{#no space.x#}} ",
    ["a", "b", "c"],
  ]);
  expect(parseTemplate("")).toEqual([]);
  expect(parseTemplate("{{# node-1.输出 #}}")).toEqual([["node-1", "输出"]]);
});

test("a text and its parts are the same text", () => {
  const text = "a {{#x.y#}}\n{{#sys.query#}} b";
  expect(
    parseTemplate(text)
      .map((part) => (typeof part === "string" ? part : reference(part)))
      .join(""),
  ).toBe(text);
  expect(readable(text)).toBe("a {y}\n{query} b");
});
