// What a configuration says otherwise than another, in the parts that the studio shows.
import type { Config } from "@/features/apps/configs/config";

const PARTS = {
  model: ["model"],
  prompt: ["pre_prompt"],
  form: ["user_input_form"],
  files: ["file_upload"],
  agent: ["agent_mode"],
  knowledge: ["dataset_configs", "retriever_resource", "dataset_query_variable"],
  opening: ["opening_statement", "suggested_questions", "suggested_questions_after_answer"],
} as const satisfies Record<string, readonly (keyof Config)[]>;

export type Part = keyof typeof PARTS | "other";
export type PartChange = { part: Part; before: string; after: string };

const named = new Set<string>(Object.values(PARTS).flat());

/** The parts that differ, as text that can be compared line by line. */
export function changesBetween(before: Config, after: Config): PartChange[] {
  const rest = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !named.has(key)).sort();
  const parts: [Part, readonly string[]][] = [
    ...(Object.entries(PARTS) as [Part, readonly string[]][]),
    ["other", rest],
  ];
  return parts
    .map(([part, keys]) => ({ part, before: partText(before, keys), after: partText(after, keys) }))
    .filter((change) => change.before !== change.after);
}

function partText(config: Config, keys: readonly string[]): string {
  const values = config as unknown as Record<string, unknown>;
  if (keys.length === 1) return asText(values[keys[0]!]);
  return asText(Object.fromEntries(keys.map((key) => [key, values[key]])));
}

/** A value as indented lines; what is not set is not shown. */
export function asText(value: unknown, indent = ""): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((each) => ["-", each])
    : Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, each]) => [`${key}:`, each]);
  return entries
    .filter(([, each]) => each !== null && each !== undefined)
    .map(([name, each]) => {
      const text = asText(each, `${indent}  `);
      const below = typeof each === "object" || text.includes("\n");
      if (!below) return `${indent}${name} ${text}`;
      const inner = typeof each === "object" ? text : text.replace(/^/gm, `${indent}  `);
      return inner ? `${indent}${name}\n${inner}` : `${indent}${name}`;
    })
    .join("\n");
}
