import type { Config, FormField } from "../configs/config";
import { type AppMode, answers } from "../modes";
import type { Question } from "./snippets";

/** What an example asks an app of this mode that answers like this; null: it answers nothing. */
export function exampleQuestion(mode: AppMode, config: Config): Question | null {
  if (!answers(mode)) return null;
  const filled = config.user_input_form.filter((field) => !field.hide).map((field) => [field.variable, example(field)]);
  const inputs = Object.fromEntries(filled) as Record<string, unknown>;
  const rest = { response_mode: "streaming", user: "reader-1" };
  if (mode === "completion")
    return { path: "/v1/completion-messages", body: { inputs: { ...inputs, query: "Hello" }, ...rest } };
  const query = config.suggested_questions[0] ?? "Hello";
  return { path: "/v1/chat-messages", body: { inputs, query, ...rest } };
}

function example(field: FormField): string | number | boolean {
  if (field.default !== null) return field.default;
  if (field.kind === "checkbox") return false;
  if (field.kind === "number") return 1;
  if (field.kind === "select") return field.options[0] ?? "";
  return (field.label || field.variable).slice(0, field.max_length ?? undefined);
}
