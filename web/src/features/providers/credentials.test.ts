import { expect, test } from "vitest";
import { type FieldSchema, initialValues, missingValues, sentValues } from "./credentials";

const field = (variable: string, type: FieldSchema["type"], required: boolean): FieldSchema => {
  return { variable, type, required, label: { en_US: variable }, default: null, placeholder: null };
};
const FIELDS = [field("base_url", "text-input", true), field("api_key", "secret-input", false)];
const KNOWN = { base_url: "https://a.example", api_key: "sk-…wxyz" };

test("a secret is never in the form, and stays unless another is entered", () => {
  const values = initialValues(FIELDS, KNOWN);
  expect(values).toEqual({ base_url: "https://a.example" });
  expect(sentValues(FIELDS, values, KNOWN)).toEqual({ base_url: "https://a.example", api_key: "[__HIDDEN__]" });
  expect(sentValues(FIELDS, { ...values, api_key: " new " }, KNOWN).api_key).toBe("new");
});

test("what is blank and unknown is not sent", () => {
  const sent = sentValues(FIELDS, { base_url: " " }, {});
  expect(sent).toEqual({});
  expect(missingValues(FIELDS, sent)).toEqual(["base_url"]);
});
