// The API's OpenAPI document, as much of it as this page shows.

import { queryOptions } from "@tanstack/react-query";
import { API_URL, errorOf } from "@/api";
import { fieldNames, type Schema, type Schemas } from "./schema";
import type { ApiName } from "./search";

export type Parameter = { name: string; in: "path" | "query"; required: boolean; schema: Schema };
export type Content = Record<string, { schema: Schema }>;
type Described = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters: Parameter[];
  security?: Record<string, string[]>[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};
export type Operation = Described & { method: string; path: string; words: string };
export type ApiDocument = {
  tags: { name: string }[];
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Schemas };
};
export type Group = { name: string; operations: Operation[] };
export type Reference = { schemas: Schemas; groups: Group[] };

export function documentQuery(api: ApiName) {
  return queryOptions({
    queryKey: ["openapi", api],
    queryFn: async ({ signal }) => {
      const response = await fetch(`${API_URL}/openapi.json?api=${api}`, { signal });
      const body = await response.json().catch(() => ({}));
      if (!response.ok) throw await errorOf(response, body);
      return referenceOf(body);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function referenceOf(document: ApiDocument): Reference {
  const { schemas } = document.components;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const operation = { ...described, method: method.toUpperCase(), path };
      return { ...operation, words: wordsOf(operation, schemas) };
    }),
  );
  const groups = document.tags.map(({ name }) => ({
    name,
    operations: operations.filter((operation) => operation.tags[0] === name),
  }));
  return { schemas, groups };
}

/** All that the search looks at. */
function wordsOf(operation: Omit<Operation, "words">, schemas: Schemas): string {
  const { method, path, tags, summary, description, parameters } = operation;
  const contents = [operation.requestBody, ...Object.entries(operation.responses).flatMap(successful)];
  const bodies = contents.flatMap((each) => Object.values(each?.content ?? {}));
  const names = bodies.flatMap(({ schema }) => [...fieldNames(schema, schemas)]);
  const given = parameters.map((parameter) => parameter.name);
  return [method, path, ...tags, summary, description, ...given, ...names].join(" ").toLowerCase();
}

function successful([status, reply]: [string, Described["responses"][string]]) {
  return status.startsWith("2") ? [reply] : [];
}

/** The groups with the operations that have every word; a group that has none is left out. */
export function found(groups: Group[], query: string): Group[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ name, operations }) => ({
      name,
      operations: operations.filter((operation) => words.every((word) => operation.words.includes(word))),
    }))
    .filter(({ operations }) => operations.length > 0);
}

export function successOf(operation: Operation): { status: string; schema: Schema | undefined } {
  const [status = "200", reply] = Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [];
  return { status, schema: reply?.content?.["application/json"]?.schema };
}

export type Sent = { type: "json" | "form" | "bytes"; schema: Schema };

/** How the body is sent; JSON where there is a choice. */
export function sentOf(operation: Operation): Sent | null {
  const content = operation.requestBody?.content ?? {};
  const json = content["application/json"];
  if (json) return { type: "json", schema: json.schema };
  const form = content["multipart/form-data"];
  if (form) return { type: "form", schema: form.schema };
  const bytes = content["application/octet-stream"];
  return bytes ? { type: "bytes", schema: bytes.schema } : null;
}

/** Whether its callers prove themselves with an API key, of an app or of knowledge bases. */
export function isByKey(operation: Pick<Operation, "security">) {
  return Object.keys(operation.security?.[0] ?? {})[0]?.endsWith("Key") ?? false;
}
