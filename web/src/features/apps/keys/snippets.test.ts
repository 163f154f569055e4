import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { newField, read } from "../configs/config";
import { exampleQuestion } from "./question";
import { PLACEHOLDER, type Question, snippets } from "./snippets";

const QUESTION: Question = {
  path: "/v1/chat-messages",
  body: { inputs: { brief: true }, query: 'What\'s "in" a $name?\n`树` \\n' },
};

test("every command names the server and holds the key", () => {
  for (const { text } of snippets("http://localhost:3000", "app-secret", QUESTION)) {
    expect(text).toContain("export TREELINE_URL=http://localhost:3000\n");
    expect(text).toContain("export TREELINE_KEY='app-secret'\n");
  }
});

test("without a key there is a place for it", () => {
  for (const { text } of snippets("http://localhost:3000", null, QUESTION)) expect(text).toContain(`'${PLACEHOLDER}'`);
});

test("an app that does not answer has no commands that ask it", () => {
  expect(snippets("", null, null).map((each) => each.key)).toEqual(["connect", "read", "cli"]);
});

test("a shell takes the body as it is, whatever stands in it", () => {
  const { text } = snippets("http://localhost:3000", "app-secret", QUESTION)[0]!;
  const command = `curl() { for last; do :; done; printf %s "$last"; }\n${text}`;
  expect(JSON.parse(execFileSync("sh", ["-c", command], { encoding: "utf8" }))).toEqual(QUESTION.body);
});

test("an example fills in the form", () => {
  const raw = { user_input_form: [], suggested_questions: ["Where?"] };
  const select = { ...newField("size"), kind: "select" as const, options: ["S", "M"] };
  const form = [
    { ...newField("city"), label: "The city", max_length: 3 },
    select,
    { ...newField("secret"), hide: true },
  ];
  const config = { ...read(raw), user_input_form: form };
  const rest = { response_mode: "streaming", user: "reader-1" };
  const inputs = { city: "The", size: "S" };
  expect(exampleQuestion("chat", config)?.body).toEqual({ inputs, query: "Where?", ...rest });
  expect(exampleQuestion("completion", config)?.body).toEqual({ inputs: { ...inputs, query: "Hello" }, ...rest });
  expect(exampleQuestion("workflow", config)).toBe(null);
});
