// JSON Schema as people read it: a tree of fields, and a value that fits.
export type Schema = {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
};
export type Schemas = Record<string, Schema>;

export type Field = {
  name: string;
  type: string;
  required: boolean;
  nullable: boolean;
  description: string;
  default: string | null;
  limits: string;
  fields: Field[];
  /** It holds itself: its fields are those of an ancestor of this name. */
  recursive: boolean;
};

const REF = "#/components/schemas/";

function nameOf(schema: Schema): string | null {
  return schema.$ref?.startsWith(REF) ? schema.$ref.slice(REF.length) : null;
}

function variants(schema: Schema): Schema[] {
  return schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
}

/** The fields of an object, or of what a list holds. */
export function fieldsOf(schema: Schema | undefined, schemas: Schemas, above: string[] = []): Field[] {
  if (!schema) return [];
  const name = nameOf(schema);
  if (name) {
    const target = schemas[name];
    return target && !above.includes(name) ? fieldsOf(target, schemas, [...above, name]) : [];
  }
  if (schema.properties) {
    const required = schema.required ?? [];
    return Object.entries(schema.properties).map(([key, value]) =>
      fieldOf(key, value, required.includes(key), schemas, above),
    );
  }
  if (schema.items) return fieldsOf(schema.items, schemas, above);
  if (typeof schema.additionalProperties === "object") return fieldsOf(schema.additionalProperties, schemas, above);
  const choices = variants(schema).filter((choice) => choice.type !== "null");
  if (choices.length === 1) return fieldsOf(choices[0], schemas, above);
  return choices
    .map((choice) => fieldOf(typeOf(choice, schemas), choice, false, schemas, above))
    .filter((choice) => choice.fields.length > 0 || choice.recursive);
}

function fieldOf(name: string, schema: Schema, required: boolean, schemas: Schemas, above: string[]): Field {
  const choices = variants(schema);
  const only = choices.filter((choice) => choice.type !== "null");
  const own = only.length === 1 ? { ...only[0], ...schema } : schema;
  return {
    name,
    type: typeOf(schema, schemas),
    required,
    nullable: only.length < choices.length,
    description: schema.description ?? only[0]?.description ?? "",
    default: schema.default === undefined || schema.default === null ? null : JSON.stringify(schema.default),
    limits: limitsOf(own),
    fields: fieldsOf(schema, schemas, above),
    recursive: refsOf(schema).some((ref) => above.includes(ref)),
  };
}

/** The components that a field names itself, not those below them. */
function refsOf(schema: Schema): string[] {
  const name = nameOf(schema);
  if (name) return [name];
  const inner = [...variants(schema), ...(schema.items ? [schema.items] : [])];
  if (typeof schema.additionalProperties === "object") inner.push(schema.additionalProperties);
  return inner.flatMap(refsOf);
}

export function typeOf(schema: Schema, schemas: Schemas): string {
  const name = nameOf(schema);
  if (name) {
    const target = schemas[name];
    return target && !target.properties ? typeOf(target, schemas) : name;
  }
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = variants(schema).filter((choice) => choice.type !== "null");
  if (choices.length > 0) return [...new Set(choices.map((choice) => typeOf(choice, schemas)))].join(" | ");
  if (schema.type === "array") return `array of ${schema.items ? typeOf(schema.items, schemas) : "any"}`;
  if (typeof schema.additionalProperties === "object")
    return `object of ${typeOf(schema.additionalProperties, schemas)}`;
  if (schema.format) return schema.format;
  return schema.type ?? "any";
}

function limitsOf(schema: Schema): string {
  const between = (least: number | undefined, most: number | undefined, unit: string) => {
    if (least === undefined && most === undefined) return [];
    const range = most === undefined ? `≥ ${least}` : least === undefined ? `≤ ${most}` : `${least}–${most}`;
    return [unit ? `${range} ${unit}` : range];
  };
  return [
    ...between(schema.minimum, schema.maximum, ""),
    ...between(schema.minLength, schema.maxLength, "characters"),
    ...between(schema.minItems, schema.maxItems, "items"),
  ].join(", ");
}

/** The names of all fields below a schema. */
export function fieldNames(schema: Schema, schemas: Schemas, seen: Set<string> = new Set()): Set<string> {
  const names = new Set<string>();
  const name = nameOf(schema);
  if (name) {
    if (seen.has(name)) return names;
    seen.add(name);
    return schemas[name] ? fieldNames(schemas[name], schemas, seen) : names;
  }
  for (const key of Object.keys(schema.properties ?? {})) names.add(key);
  const inner = [...Object.values(schema.properties ?? {}), ...variants(schema)];
  if (schema.items) inner.push(schema.items);
  if (typeof schema.additionalProperties === "object") inner.push(schema.additionalProperties);
  for (const each of inner) for (const found of fieldNames(each, schemas, seen)) names.add(found);
  return names;
}

/** By the name of the field, where any text would be refused. */
const USUAL: Record<string, unknown> = {
  query: "What can you do?",
  user: "user-1",
  response_mode: "streaming",
  email: "you@example.com",
  password: "YOUR_PASSWORD_1",
  new_password: "YOUR_PASSWORD_2",
  repeat_new_password: "YOUR_PASSWORD_2",
  interface_language: "en-US",
  timezone: "Europe/Paris",
  server_url: "https://example.com/mcp",
  // Of no bytes.
  sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
};

/** In capitals: to be filled in by the reader. */
export const placeholder = (name: string) => name.replace(/\W+/g, "_").toUpperCase();

/** A value that fits: of an object what is required, and what the field is most used for. */
export function exampleOf(schema: Schema, schemas: Schemas, name = "value", above: string[] = []): unknown {
  const ref = nameOf(schema);
  if (ref) {
    const target = schemas[ref];
    return target && !above.includes(ref) ? exampleOf(target, schemas, name, [...above, ref]) : null;
  }
  if (schema.examples?.length) return schema.examples[0];
  if (name in USUAL && schema.type !== "object" && schema.type !== "array") return USUAL[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  const choices = variants(schema);
  if (choices.length > 0) return exampleOf(choices.find((c) => c.type !== "null") ?? {}, schemas, name, above);
  switch (schema.type) {
    case "object": {
      const required = schema.required ?? [];
      const shown = Object.entries(schema.properties ?? {}).filter(
        ([key]) => required.includes(key) || key === "response_mode",
      );
      return Object.fromEntries(shown.map(([key, value]) => [key, exampleOf(value, schemas, key, above)]));
    }
    case "array": {
      if (refsOf(schema).some((each) => above.includes(each))) return [];
      return schema.items ? [exampleOf(schema.items, schemas, name.replace(/s$/, ""), above)] : [];
    }
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return schema.format === "uuid" || name.endsWith("id") ? placeholder(name) : name.replaceAll("_", " ");
  }
}
