import { expect, test } from "vitest";
import { exampleOf, fieldNames, fieldsOf, type Schemas, typeOf } from "./schema";

const schemas: Schemas = {
  Node: {
    type: "object",
    required: ["name", "children"],
    properties: {
      name: { type: "string", minLength: 1, maxLength: 40 },
      children: { type: "array", items: { $ref: "#/components/schemas/Node" } },
      parent: { anyOf: [{ $ref: "#/components/schemas/Node" }, { type: "null" }], default: null },
    },
  },
  Kind: { type: "string", enum: ["file", "folder"] },
  Shape: { anyOf: [{ $ref: "#/components/schemas/Node" }, { $ref: "#/components/schemas/Line" }] },
  Line: { type: "object", required: ["kind"], properties: { kind: { $ref: "#/components/schemas/Kind" } } },
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

test("a component that holds itself ends where it begins again", () => {
  const fields = fieldsOf(ref("Node"), schemas);
  expect(fields.map(({ name, type, required, nullable, limits }) => [name, type, required, nullable, limits])).toEqual([
    ["name", "string", true, false, "1–40 characters"],
    ["children", "array of Node", true, false, ""],
    ["parent", "Node", false, true, ""],
  ]);
  expect(fields.map((field) => [field.recursive, field.fields.length])).toEqual([
    [false, 0],
    [true, 0],
    [true, 0],
  ]);
  expect([...fieldNames(ref("Node"), schemas)].sort()).toEqual(["children", "name", "parent"]);
});

test("two components that hold each other end too", () => {
  const pair: Schemas = {
    A: { type: "object", required: ["b"], properties: { b: { $ref: "#/components/schemas/B" } } },
    B: { type: "object", required: ["a"], properties: { a: { $ref: "#/components/schemas/A" } } },
  };
  expect(fieldsOf(ref("A"), pair)[0]?.fields[0]).toMatchObject({ name: "a", recursive: true, fields: [] });
  expect(exampleOf(ref("A"), pair)).toEqual({ b: { a: null } });
});

test("a choice between objects shows the fields of each, and a missing component none", () => {
  expect(fieldsOf(ref("Shape"), schemas).map((field) => [field.name, field.fields.length])).toEqual([
    ["Node", 3],
    ["Line", 1],
  ]);
  expect(fieldsOf(ref("Nothing"), schemas)).toEqual([]);
  expect(typeOf(ref("Kind"), schemas)).toBe('"file" | "folder"');
});

test("an example has what is required, and stands no cycle", () => {
  expect(exampleOf(ref("Node"), schemas)).toEqual({ name: "name", children: [] });
  expect(exampleOf(ref("Line"), schemas)).toEqual({ kind: "file" });
  const body = {
    type: "object",
    required: ["app_id", "limit"],
    properties: {
      app_id: { type: "string", format: "uuid" },
      limit: { type: "integer", minimum: 5 },
      response_mode: { anyOf: [{ type: "string" }, { type: "null" }] },
      more: { type: "string" },
    },
  };
  expect(exampleOf(body, {})).toEqual({ app_id: "APP_ID", limit: 5, response_mode: "streaming" });
});
