import { expect, test } from "vitest";
import { type FormField, fileKind, initialOf, partsOf, sentOf } from "./fields";
import type { FormContent } from "./queries";

const field = (output_variable_name: string, type = "text_input", more: Partial<FormField> = {}): FormField => ({
  type,
  output_variable_name,
  label: output_variable_name,
  required: false,
  max_length: null,
  options: [],
  allowed_file_types: [],
  allowed_file_extensions: [],
  ...more,
});
const form = (form_content: string, inputs: FormField[], defaults = {}): FormContent => ({
  app_name: "App",
  title: "Ask",
  form_content,
  inputs,
  resolved_default_values: defaults,
  user_actions: [],
  expiration_time: 0,
});

test("fields stand where the text says, each once, the others behind it", () => {
  const inputs = ["a", "b", "c"].map((name) => field(name));
  const parts = partsOf(form("Hello\n{{#$outputs.b#}}\nBye {{#$outputs.b#}}{{#$outputs.none#}} {{#x.y#}}", inputs));
  expect(parts.map((part) => ("text" in part ? part.text.trim() : part.field.output_variable_name))).toEqual([
    "Hello",
    "b",
    "Bye",
    "{{#x.y#}}",
    "a",
    "c",
  ]);
});

test("a field begins with its default, or empty by its type", () => {
  const inputs = [field("a"), field("b", "checkbox"), field("c", "file_list"), field("d", "file"), field("e")];
  expect(initialOf(form("", inputs, { e: "x" }))).toEqual({ a: "", b: false, c: [], d: null, e: "x" });
});

test("what is sent is what the API takes", () => {
  const inputs = [field("n", "number"), field("m", "number"), field("f", "file"), field("l", "file_list"), field("t")];
  const file = { type: "image", transfer_method: "local_file", upload_file_id: "1", name: "a.png" };
  const { name: _, ...plain } = file;
  expect(sentOf(inputs, { n: "", m: 3, f: file, l: [file], t: "" })).toEqual({
    n: null,
    m: 3,
    f: plain,
    l: [plain],
    t: "",
  });
});

test("a file's kind is that of its media type", () => {
  expect(["image/png", "audio/mpeg", "video/mp4", "text/plain", "application/pdf", ""].map(fileKind)).toEqual([
    "image",
    "audio",
    "video",
    "document",
    "document",
    "document",
  ]);
});
