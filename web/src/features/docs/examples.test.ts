import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { found, type Operation, referenceOf } from "./document";
import { exampleRequest, exampleText, pythonValue } from "./examples";
import { requestOf, urlOf } from "./send";

const described = (more: object) => ({
  operationId: "ask",
  tags: ["Chat"],
  summary: "Ask.",
  parameters: [],
  security: [{ appKey: [] }],
  responses: { 200: { description: "", content: { "application/json": { schema: { type: "object" } } } } },
  ...more,
});
const operation = (more: object): Operation => ({ ...described(more), method: "POST", path: "/v1/chat", words: "" });
const quotes = { type: "object", required: ["query"], properties: { query: { examples: ['It\'s "quoted" $HOME'] } } };
const asked = operation({ requestBody: { content: { "application/json": { schema: quotes } } } });
const BASE = "http://localhost:3000";

test("curl: a shell gives the body to the command as it is", () => {
  const command = exampleText("curl", exampleRequest(asked, {}, BASE));
  const given = execFileSync("sh", ["-c", `curl() { printf '%s\\n' "$@"; }\n${command}`], { encoding: "utf8" });
  expect(given).toContain("Authorization: Bearer YOUR_APP_KEY");
  expect(given).toContain(JSON.stringify({ query: 'It\'s "quoted" $HOME' }, null, 2));
});

test("Python: values are Python's, whatever is in them", () => {
  const value = { yes: true, no: false, nothing: null, list: [1, "a'b\"c"], empty: {}, none: [] };
  const code = `import json\nprint(json.dumps(${pythonValue(value)}))`;
  expect(JSON.parse(execFileSync("python3", ["-c", code], { encoding: "utf8" }))).toEqual(value);
});

const kinds: [string, Operation][] = [
  ["json", asked],
  ["a stream", operation({ path: "/v1/runs/{task_id}/events", responses: { 200: { description: "" } } })],
  ["nothing back", operation({ responses: { 204: { description: "" } } })],
  [
    "a form",
    operation({
      requestBody: {
        content: {
          "multipart/form-data": {
            schema: { type: "object", required: ["file", "user"], properties: { file: {}, user: { type: "string" } } },
          },
        },
      },
    }),
  ],
  ["bytes", operation({ requestBody: { content: { "application/octet-stream": { schema: {} } } } })],
];

test.each(kinds)("%s: each example is a program of its language", (_, each) => {
  const example = exampleRequest(each, {}, BASE);
  const python = exampleText("Python", example);
  execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], { input: python });
  execFileSync("node", ["--check", "--input-type=module", "-"], { input: exampleText("JavaScript", example) });
  execFileSync("sh", ["-n"], { input: exampleText("curl", example) });
});

test("paths are filled in, one of files with its slashes", () => {
  const file = operation({
    parameters: [
      { name: "path", in: "path", required: true, schema: {} },
      { name: "limit", in: "query", required: false, schema: {} },
    ],
  });
  file.path = "/v1/assets/path/{path}";
  expect(urlOf(file, { path: "a b/ü.md", limit: "5" }, BASE)).toBe(`${BASE}/v1/assets/path/a%20b/%C3%BC.md?limit=5`);
});

test("a key goes without cookies, a session without a key with them", () => {
  const filled = { key: " app-1 ", values: {}, body: "{}", file: null };
  expect(requestOf(asked, filled)).toMatchObject({ credentials: "omit", headers: { Authorization: "Bearer app-1" } });
  const session = operation({ security: [{ accessToken: [] }] });
  expect(requestOf(session, { ...filled, key: "" })).toMatchObject({ credentials: "include" });
});

test("the search finds words of paths, summaries and fields, in any order", () => {
  const { groups } = referenceOf({
    tags: [{ name: "Chat" }],
    paths: {
      "/v1/chat": { post: described({ requestBody: asked.requestBody }) },
      "/v1/info": { get: described({ operationId: "info", summary: "The app." }) },
    },
    components: { schemas: {} },
  });
  const ids = (query: string) => found(groups, query).flatMap((group) => group.operations.map((o) => o.operationId));
  expect(ids("")).toEqual(["ask", "info"]);
  expect(ids("query ASK")).toEqual(["ask"]);
  expect(ids("get v1")).toEqual(["info"]);
  expect(ids("nowhere")).toEqual([]);
});
