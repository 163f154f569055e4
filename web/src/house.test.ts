// The rules that a machine keeps: the order of imports, no circles, sizes. What the API's test_house_rules.py is there.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** Each imports only from those before it. Features stand in the API's order; those that only the console has, around. */
const ORDER = [
  "api",
  "i18n",
  "routing",
  "ui",
  inFeatures("oidc"),
  ...["accounts", "workspaces", "audit", "keys", "apps", "assets", "providers", "tools"].map(inFeatures),
  ...["datasets", "conversations"].map(inFeatures),
  ...["workflows", "triggers", "tracing", "operations"].map(inFeatures),
  ...["studio", "publishing", "docs"].map(inFeatures),
  "app",
  "main.tsx",
];

function inFeatures(name: string): string {
  return `features/${name}`;
}

const SRC = join(process.cwd(), "src");
const ours = (name: string) => /\.tsx?$/.test(name) && !/\.test\.|\.d\.ts$/.test(name);
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(ours).sort();
const textOf = new Map(files.map((file) => [file, readFileSync(join(SRC, file), "utf8")]));

type Edge = { from: string; to: string };
const IMPORT = /(?:\bfrom|\bimport|\bnew URL)\s*\(?\s*"([^"]+)"/g;
const edges = files.flatMap((from) =>
  [...textOf.get(from)!.matchAll(IMPORT)].flatMap(([, name]) => {
    const to = resolved(from, name!);
    return to && to !== from ? [{ from, to }] : [];
  }),
);

function resolved(from: string, name: string): string | undefined {
  if (!/^(@\/|\.)/.test(name)) return undefined;
  const path = name.startsWith("@/") ? name.slice(2) : join(dirname(from), name);
  return [path, `${path}.ts`, `${path}.tsx`, join(path, "index.ts")].find((each) => textOf.has(each));
}

function placeOf(file: string): number {
  const parts = file.split("/");
  return ORDER.indexOf(parts[0] === "features" ? parts.slice(0, 2).join("/") : parts[0]!);
}

/** What stands in each folder, files and folders as wholes, with what of it imports what. */
function levels(edges: Edge[]): Map<string, Map<string, Set<string>>> {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const { from, to } of edges) {
    const [a, b] = [from.split("/"), to.split("/")];
    let depth = 0;
    while (a[depth] === b[depth]) depth++;
    const folder = a.slice(0, depth).join("/");
    const level = found.get(folder) ?? new Map<string, Set<string>>();
    found.set(folder, level);
    level.set(a[depth]!, (level.get(a[depth]!) ?? new Set()).add(b[depth]!));
  }
  return found;
}

/** Entries of a folder that import themselves by way of others. */
function circles(edges: Edge[]): string[] {
  return [...levels(edges)].flatMap(([folder, level]) =>
    [...level.keys()].flatMap((start) => {
      const seen = new Set<string>();
      const left = [...level.get(start)!];
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        if (next === start) return [join(folder, start)];
        if (!seen.has(next)) left.push(...(level.get(next) ?? []));
        seen.add(next);
      }
      return [];
    }),
  );
}

test("each file imports only from what stands before it", () => {
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((file) => placeOf(file) < 0)).toEqual([]);
  const wrong = edges.filter(({ from, to }) => placeOf(to) > placeOf(from));
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test("neither files nor folders import one another in a circle", () => {
  expect(edges.length).toBeGreaterThan(500);
  expect(circles(edges)).toEqual([]);
});

test("a circle is seen, of files and of folders", () => {
  const edge = (from: string, to: string) => ({ from, to });
  expect(circles([edge("a/x.ts", "a/y.ts"), edge("a/y.ts", "a/z.ts")])).toEqual([]);
  expect(circles([edge("a/x.ts", "a/y.ts"), edge("a/y.ts", "a/x.ts")])).toEqual(["a/x.ts", "a/y.ts"]);
  expect(circles([edge("a/b/x.ts", "a/c/x.ts"), edge("a/c/y.ts", "a/b/y.ts")])).toEqual(["a/b", "a/c"]);
});

test("no file has over 400 lines, no component over 200", () => {
  const lines = (file: string) => textOf.get(file)!.split("\n").length - 1;
  expect(files.filter((file) => lines(file) > (file.endsWith(".tsx") ? 200 : 400))).toEqual([]);
});

test("links to the API's bytes go by `download`, which renews an expired sign-in", () => {
  const bare = /API_URL\}\/console\/api/;
  expect(files.filter((file) => !file.startsWith("api/") && bare.test(textOf.get(file)!))).toEqual([]);
});
