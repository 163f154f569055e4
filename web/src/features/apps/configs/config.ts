// How an app answers, as the console edits it.
import type { Schemas } from "@/api";
import type { AppMode } from "../modes";

type Whole = Required<Schemas["AppConfig"]>;
export type FormField = Required<Schemas["FormField"]>;
export type AgentMode = Required<Schemas["AgentMode"]>;
export type AgentTool = Schemas["AgentTool"];
export type ModelChoice = Required<Schemas["ModelChoice"]>;
export type FileUpload = Required<Omit<Schemas["FileUpload"], "image">> & { image: Required<Schemas["ImageUpload"]> };
export type Config = Omit<Whole, "user_input_form" | "agent_mode" | "model" | "file_upload"> & {
  user_input_form: FormField[];
  agent_mode: AgentMode;
  model: ModelChoice | null;
  file_upload: FileUpload;
};
export type FieldKind = FormField["kind"];
export const KINDS: readonly FieldKind[] = ["text-input", "paragraph", "select", "number", "checkbox"];

/** A config from the API, where each field of the form is wrapped in its kind. */
export function read(raw: Record<string, unknown>): Config {
  const form = (raw.user_input_form as Record<string, object>[]).map((wrapped) => {
    const [kind, field] = Object.entries(wrapped)[0]!;
    return { ...field, kind } as FormField;
  });
  return { ...raw, user_input_form: form } as Config;
}

/** What the API is sent: fields wrapped again, and without the suggestions that were left blank. */
export function written(config: Config): Schemas["AppConfig"] {
  const form = config.user_input_form.map(({ kind, ...field }) => ({ [kind]: field }));
  const questions = config.suggested_questions.filter((each) => each.trim() !== "");
  // The API's own types show fields as they are once it has read them.
  return { ...config, suggested_questions: questions, user_input_form: form as unknown as FormField[] };
}

/** Whether two configs say the same, in whatever order their keys are. */
export function same(one: Config, other: Config): boolean {
  return canonical(written(one)) === canonical(written(other));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each === null || typeof each !== "object" || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const PLACE = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;

/** The names that the prompt and the opening statement have places for, and nobody gives a value. */
export function undeclared(config: Config, mode: AppMode): string[] {
  const known = [...config.user_input_form.map((field) => field.variable)];
  known.push(...config.conversation_variables.map((each) => each.name));
  if (mode === "completion") known.push("query");
  const texts = mode === "completion" ? [config.pre_prompt] : [config.pre_prompt, config.opening_statement];
  const named = texts.flatMap((text) => [...text.matchAll(PLACE)].map((found) => found[1]!));
  return [...new Set(named)].filter((name) => !known.includes(name));
}

export function newField(variable = ""): FormField {
  const limits = { required: false, max_length: null, default: null, options: [], hide: false };
  return { kind: "text-input", variable, label: "", ...limits };
}

export type FieldProblem = "name" | "taken" | "options";

/** What is wrong with a field of the form, beside `others`. */
export function fieldProblem(field: FormField, others: FormField[]): FieldProblem | null {
  if (!/^[A-Za-z_]\w{0,99}$/.test(field.variable)) return "name";
  if (others.some((each) => each.variable === field.variable)) return "taken";
  if (field.kind === "select" && field.options.length === 0) return "options";
  return null;
}

/** A model's parameters with one of them changed; null takes it out. */
export function withParameter(model: ModelChoice, name: string, value: string | number | null): ModelChoice {
  const { [name]: _, ...others } = model.completion_params;
  return { ...model, completion_params: value === null ? others : { ...others, [name]: value } };
}

export function hasTool(agent: AgentMode, provider: string, tool: string): boolean {
  return agent.tools.some((each) => isTool(each, provider, tool) && each.enabled !== false);
}

type ProviderType = AgentTool["provider_type"];

export function withTool(
  agent: AgentMode,
  provider: string,
  tool: string,
  enabled: boolean,
  type: ProviderType = "mcp",
): AgentMode {
  const others = agent.tools.filter((each) => !isTool(each, provider, tool));
  if (!enabled) return { ...agent, tools: others };
  const added = { provider_type: type, provider_id: provider, tool_name: tool, enabled };
  return { ...agent, tools: [...others, added] };
}

/** The agent with all these tools of a server, or none of them. */
export function withTools(
  agent: AgentMode,
  provider: string,
  tools: string[],
  enabled: boolean,
  type: ProviderType = "mcp",
): AgentMode {
  return tools.reduce((before, tool) => withTool(before, provider, tool, enabled, type), agent);
}

type Offered = { id: string; tools: { name: string }[] };

/** Tools of the config that no server has any more: a config with them is refused. */
export function lostTools(agent: AgentMode, servers: Offered[]): AgentTool[] {
  return agent.tools.filter((tool) => {
    const server = servers.find((each) => each.id === tool.provider_id);
    return !server || (tool.enabled !== false && !server.tools.some((each) => each.name === tool.tool_name));
  });
}

const isTool = (each: AgentTool, provider: string, tool: string) =>
  each.provider_id === provider && each.tool_name === tool;
