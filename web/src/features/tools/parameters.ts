export type Parameter = { name: string; type: string; required: boolean };

/** What a tool is called with, by its JSON Schema, which may hold anything. */
export function parametersOf(schema: Record<string, unknown>): Parameter[] {
  const { properties, required } = schema;
  if (typeof properties !== "object" || properties === null) return [];
  const needed: unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, each]) => ({
    name,
    type: typeOf(each),
    required: needed.includes(name),
  }));
}

function typeOf(schema: unknown): string {
  const type = (schema as { type?: unknown } | null)?.type;
  return Array.isArray(type) ? type.join(" | ") : typeof type === "string" ? type : "";
}
