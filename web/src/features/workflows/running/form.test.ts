import { expect, test } from "vitest";
import type { GraphNode } from "../graph/types";
import { chatUpload, formOf, objectOf, rootsOf, textOfValue, valueOfText } from "./form";

const node = (id: string, type: string, data: object = {}, parentId?: string): GraphNode => ({
  id,
  type: "custom",
  position: { x: 0, y: 0 },
  ...(parentId ? { parentId } : {}),
  data: { type, title: id, ...data },
});

test("a run begins at the start, or at a trigger", () => {
  const nodes = [node("hook", "trigger-webhook"), node("code", "code"), node("start", "start")];
  expect(rootsOf({ nodes, edges: [] }).map(({ id }) => id)).toEqual(["start", "hook"]);
});

test("each variable has a field that fits its type", () => {
  const variables = [
    { variable: "name", type: "text-input", required: true, max_length: 20, label: "Your name" },
    { variable: "size", type: "select", options: ["S", "M"] },
    { variable: "photo", type: "file", allowed_file_types: ["image", "nonsense"] },
    { variable: "papers", type: "file-list", max_length: 3 },
    { variable: "settings", type: "json_object" },
    { variable: "odd", type: "who knows" },
    { type: "text-input" },
  ];
  const form = formOf(node("start", "start", { variables }));
  expect(form.plain.map(({ variable, kind, label }) => [variable, kind, label])).toEqual([
    ["name", "text-input", "Your name"],
    ["size", "select", "size"],
    ["odd", "text-input", "odd"],
  ]);
  expect(form.plain[0]).toMatchObject({ required: true, max_length: 20, default: null });
  expect(form.files.map(({ variable, isList, upload }) => [variable, isList, upload.number_limits])).toEqual([
    ["photo", false, 1],
    ["papers", true, 3],
  ]);
  expect(form.files[0]?.upload.allowed_file_types).toEqual(["image"]);
  expect(form.objects.map(({ variable }) => variable)).toEqual(["settings"]);
  expect(formOf(undefined)).toEqual({ plain: [], files: [], objects: [] });
});

test("a chatflow takes the files that its features say", () => {
  expect(chatUpload(undefined).enabled).toBe(false);
  expect(chatUpload({ enabled: true, allowed_file_types: ["document"], number_limits: 2 })).toMatchObject({
    enabled: true,
    allowed_file_types: ["document"],
    number_limits: 2,
  });
  expect(chatUpload({ image: { enabled: true } })).toMatchObject({ enabled: true, allowed_file_types: ["image"] });
});

test.each([
  ["string", "12", "12"],
  ["number", "12", 12],
  ["any", '{"a": 1}', { a: 1 }],
  ["any", "plain", "plain"],
  ["object", "", null],
])("a %s that is written as %j is %j", (type, text, value) => {
  expect(valueOfText(text, type)).toEqual(value);
});

test("values are written so that they are read again", () => {
  for (const value of [null, 1, true, ["a"], { b: [null] }])
    expect(valueOfText(textOfValue(value), "any")).toEqual(value);
  expect(textOfValue("as it is")).toBe("as it is");
  expect([objectOf("[]"), objectOf("{"), objectOf('{"a":1}')]).toEqual([null, null, { a: 1 }]);
});
