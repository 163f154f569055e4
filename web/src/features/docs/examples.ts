// One request as a command or a few lines of a program, to be pasted.
import { type Operation, sentOf, successOf } from "./document";
import { exampleOf, placeholder, type Schemas } from "./schema";

export const LANGUAGES = { curl: "bash", Python: "python", JavaScript: "javascript" } as const;
export type ExampleLanguage = keyof typeof LANGUAGES;

export type Example = {
  method: string;
  url: string;
  /** The placeholder of what proves who asks; null where nothing is needed. */
  secret: string | null;
  json: unknown;
  form: Record<string, string> | null;
  bytes: boolean;
  reply: "json" | "stream" | "bytes" | "none";
};

export function exampleRequest(operation: Operation, schemas: Schemas, base: string): Example {
  const sent = sentOf(operation);
  const json = sent?.type === "json" ? exampleOf(sent.schema, schemas) : undefined;
  return {
    method: operation.method,
    url: base + operation.path.replace(/\{(\w+)\}/g, (_, name: string) => placeholder(name)) + queryOf(operation),
    secret: secretOf(operation),
    json,
    form: sent?.type === "form" ? formOf(exampleOf(sent.schema, schemas)) : null,
    bytes: sent?.type === "bytes",
    reply: replyOf(operation, json),
  };
}

export function secretOf(operation: Operation): string | null {
  const scheme = Object.keys(operation.security?.[0] ?? {})[0];
  if (!scheme) return null;
  return { appKey: "YOUR_APP_KEY", datasetKey: "YOUR_KNOWLEDGE_KEY" }[scheme] ?? "YOUR_ACCESS_TOKEN";
}

function queryOf(operation: Operation): string {
  const required = operation.parameters.filter((parameter) => parameter.in === "query" && parameter.required);
  const values = required.map(
    ({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(schema, {}, name)))}`,
  );
  return values.length > 0 ? `?${values.join("&")}` : "";
}

function formOf(example: unknown): Record<string, string> {
  const fields = Object.entries(example as Record<string, unknown>).filter(([name]) => name !== "file");
  return Object.fromEntries(fields.map(([name, value]) => [name, String(value)]));
}

function replyOf(operation: Operation, json: unknown): Example["reply"] {
  const { status, schema } = successOf(operation);
  const mode = (json as { response_mode?: string } | undefined)?.response_mode;
  if (mode === "streaming" || operation.path.endsWith("/events")) return "stream";
  if (schema) return "json";
  return status === "204" ? "none" : "bytes";
}

export function exampleText(language: ExampleLanguage, example: Example): string {
  if (language === "curl") return curl(example);
  return language === "Python" ? python(example) : javascript(example);
}

/** For a shell, between single quotes. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function curl({ method, url, secret, json, form, bytes, reply }: Example): string {
  const parts = [`curl${reply === "stream" ? " -N" : ""} -X ${method} ${quoted(url)}`];
  if (secret) parts.push(`-H 'Authorization: Bearer ${secret}'`);
  if (json !== undefined) {
    parts.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(json, null, 2))}`);
  }
  if (form)
    parts.push("-F 'file=@FILE'", ...Object.entries(form).map(([name, value]) => `-F ${quoted(`${name}=${value}`)}`));
  if (bytes) parts.push("-H 'Content-Type: application/octet-stream'", "--data-binary '@FILE'");
  if (reply === "bytes") parts.push("--output reply.out");
  return parts.join(" \\\n  ");
}

/** A JSON value as Python writes it. */
export function pythonValue(value: unknown, indent = ""): string {
  const inner = `${indent}    `;
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((each) => `${inner}${pythonValue(each, inner)},\n`).join("")}${indent}]`;
  }
  if (typeof value === "object") {
    const entries = Object.entries(value);
    if (entries.length === 0) return "{}";
    const lines = entries.map(([key, each]) => `${inner}${JSON.stringify(key)}: ${pythonValue(each, inner)},\n`);
    return `{\n${lines.join("")}${indent}}`;
  }
  return JSON.stringify(value);
}

function python({ method, url, secret, json, form, bytes, reply }: Example): string {
  const lines = [`    ${JSON.stringify(method)},`, `    ${JSON.stringify(url)},`];
  const headers: Record<string, string> = secret ? { Authorization: `Bearer ${secret}` } : {};
  if (bytes) headers["Content-Type"] = "application/octet-stream";
  if (Object.keys(headers).length > 0) lines.push(`    headers=${pythonValue(headers, "    ")},`);
  if (json !== undefined) lines.push(`    json=${pythonValue(json, "    ")},`);
  if (form) lines.push('    files={"file": open("FILE", "rb")},', `    data=${pythonValue(form, "    ")},`);
  if (bytes) lines.push('    data=open("FILE", "rb"),');
  if (reply === "stream") lines.push("    stream=True,");
  const end = {
    json: "print(reply.json())",
    stream: "for line in reply.iter_lines():\n    print(line.decode())",
    bytes: 'with open("reply.out", "wb") as file:\n    file.write(reply.content)',
    none: "print(reply.status_code)",
  };
  return `# pip install requests\nimport requests\n\nreply = requests.request(\n${lines.join("\n")}\n)\nreply.raise_for_status()\n${end[reply]}`;
}

function javascript({ method, url, secret, json, form, bytes, reply }: Example): string {
  const headers: Record<string, string> = secret ? { Authorization: `Bearer ${secret}` } : {};
  if (json !== undefined) headers["Content-Type"] = "application/json";
  if (bytes) headers["Content-Type"] = "application/octet-stream";
  const before: string[] = [];
  const lines = [`  method: ${JSON.stringify(method)},`];
  const shown = (value: unknown) => JSON.stringify(value, null, 2).replaceAll("\n", "\n  ");
  if (Object.keys(headers).length > 0) lines.push(`  headers: ${shown(headers)},`);
  if (json !== undefined) lines.push(`  body: JSON.stringify(${shown(json)}),`);
  if (form) {
    before.push("const form = new FormData();", 'form.append("file", new Blob(["Hello"]), "hello.txt");');
    for (const [name, value] of Object.entries(form)) {
      before.push(`form.append(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
    }
    lines.push("  body: form,");
  }
  if (bytes) lines.push('  body: new Blob(["Hello"]),');
  const end = {
    json: "console.log(await reply.json());",
    stream:
      "const decoder = new TextDecoder();\nfor await (const piece of reply.body) console.log(decoder.decode(piece, { stream: true }));",
    bytes: "const bytes = await reply.arrayBuffer();\nconsole.log(bytes.byteLength);",
    none: "console.log(reply.status);",
  };
  const request = `const reply = await fetch(${JSON.stringify(url)}, {\n${lines.join("\n")}\n});`;
  const check = "if (!reply.ok) throw new Error(await reply.text());";
  return [...before, request, check, end[reply]].join("\n");
}
