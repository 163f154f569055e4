import { expect, test } from "vitest";
import {
  type Config,
  fieldProblem,
  hasTool,
  lostTools,
  newField,
  read,
  same,
  undeclared,
  withParameter,
  withTool,
  withTools,
  written,
} from "./config";
import { initialInputs, inputsFor, missing } from "./inputs";

const RAW = {
  model: { provider: "openai", name: "m", mode: "chat", completion_params: { top_p: 1, temperature: 0 } },
  pre_prompt: "Answer about {{city}} in {{ language }}. {{city}} {{query}} {{no}",
  opening_statement: "Hello {{name}}",
  suggested_questions: ["Where?"],
  conversation_variables: [{ name: "language" }],
  user_input_form: [
    { select: { variable: "language", label: "Language", required: true, default: null, options: ["en", "zh"] } },
    { checkbox: { variable: "brief", label: "", required: true, default: null, options: [] } },
    { number: { variable: "count", label: "", required: false, default: 3, options: [] } },
  ],
  agent_mode: { tools: [] },
};
const config: Config = read(RAW);

test("the form is unwrapped to be edited, and wrapped to be sent", () => {
  expect(config.user_input_form.map((field) => [field.kind, field.variable])).toEqual([
    ["select", "language"],
    ["checkbox", "brief"],
    ["number", "count"],
  ]);
  expect(written(config).user_input_form).toEqual(RAW.user_input_form);
});

test("configs that differ in the order of keys, or in blank suggestions, are the same", () => {
  const other = { ...config, model: { ...config.model!, completion_params: { temperature: 0, top_p: 1 } } };
  expect(same(config, { ...other, suggested_questions: ["Where?", " "] })).toBe(true);
  expect(same(config, { ...config, pre_prompt: "" })).toBe(false);
});

test("places without a value are found, each once", () => {
  expect(undeclared(config, "chat")).toEqual(["city", "query", "name"]);
  expect(undeclared(config, "completion")).toEqual(["city"]);
});

test("a field needs a name of its own, and a select its options", () => {
  expect(fieldProblem(newField(""), [])).toBe("name");
  expect(fieldProblem(newField("1st"), [])).toBe("name");
  expect(fieldProblem(newField("language"), config.user_input_form)).toBe("taken");
  expect(fieldProblem({ ...newField("size"), kind: "select" }, [])).toBe("options");
  expect(fieldProblem(newField("size"), config.user_input_form)).toBe(null);
});

test("parameters and tools are set and taken out", () => {
  const model = withParameter(config.model!, "seed", 7);
  expect(model.completion_params).toEqual({ top_p: 1, temperature: 0, seed: 7 });
  expect(withParameter(model, "seed", null).completion_params).toEqual({ top_p: 1, temperature: 0 });
  const agent = withTool(config.agent_mode, "server", "add", true);
  expect(hasTool(agent, "server", "add")).toBe(true);
  expect(withTool(agent, "server", "add", false).tools).toEqual([]);
  const all = withTools(agent, "server", ["add", "greet"], true);
  expect(all.tools.map((tool) => tool.tool_name)).toEqual(["add", "greet"]);
  expect(withTools(all, "server", ["add", "greet"], false).tools).toEqual([]);
});

test("tools that are no longer there are found: of a server that is gone, and of one that has others now", () => {
  const agent = withTools(withTool(config.agent_mode, "gone", "x", true), "server", ["add", "greet"], true);
  const lost = lostTools(agent, [{ id: "server", tools: [{ name: "add" }, { name: "new" }] }]);
  expect(lost.map((tool) => tool.tool_name)).toEqual(["x", "greet"]);
});

test("what is filled in stays while the form changes; what is required is missed", () => {
  const form = config.user_input_form;
  expect(initialInputs(form)).toEqual({ language: "", brief: false, count: 3 });
  expect(missing(form, initialInputs(form))).toEqual(["language"]);
  expect(inputsFor(form, { language: "en", gone: "x" })).toEqual({ language: "en", brief: false, count: 3 });
  expect(missing(form, inputsFor(form, { language: "en" }))).toEqual([]);
});
