// What of a plan is there already, found before anything is sent.
import { ApiError } from "@/api";
import type { Background } from "./background";
import type { OnConflict } from "./batch";
import { nameKey } from "./names";
import { Pace } from "./pace";
import { leaveOut, type Plan, type PlannedFolder, type PlannedNode, pathOf, walk } from "./plan";
import type { Row } from "./tasks";
import type { Transport } from "./transport";

/** Both are folders, both are files, or one is this and the other that. */
export type Clash = { node: PlannedNode; path: string; kind: "folders" | "files" | "mixed"; id: string };
export type Met = { revision: number; clashes: Clash[] };
/** `skip`: what is there stays as it is, and only what is new is added. */
export type OnClash = OnConflict | "skip";

export type Place = { transport: Transport; background: Background; assets: string; parentId: string | null };

// From so many folders on that are entered, the whole tree is read at once.
const MANY_FOLDERS = 4;

/** Compare a plan with the tree: names that are taken, as far down as there is anything to meet. */
export async function meet(plan: Plan, place: Place, signal?: AbortSignal): Promise<Met> {
  const siblings = await read(place, place.parentId, 1, signal);
  const met: Met = { revision: siblings.revision, clashes: [] };
  const top = await matches(plan.children, siblings.byPath, "");
  const entered = top.filter(({ kind }) => kind === "folders");
  if (entered.length === 0) {
    met.clashes = top;
  } else if (entered.length > MANY_FOLDERS) {
    const all = await read(place, place.parentId, undefined, signal);
    met.revision = all.revision;
    met.clashes = await matches(plan.children, all.byPath, "");
  } else {
    met.clashes = top;
    for (const { node, id } of entered) {
      const inside = await read(place, id, undefined, signal);
      met.revision = Math.min(met.revision, inside.revision);
      met.clashes.push(...(await matches((node as PlannedFolder).children, inside.byPath, "")));
    }
  }
  return met;
}

type Tree = { revision: number; byPath: Map<string, Row> };

/** Nodes by the keys of the names on the way to them. */
async function read({ transport, background, assets }: Place, id: string | null, depth?: number, signal?: AbortSignal) {
  const query = new URLSearchParams({ ...(id && { parent_id: id }), ...(depth && { depth: String(depth) }) });
  const json = await transport.blob("GET", `${assets}/tree?${query}`, undefined, { signal });
  const tree: Tree = { revision: 0, byPath: new Map() };
  const way: string[] = [];
  const rest = await background.rows(json, (rows) => {
    for (const row of rows) {
      way.length = row.depth;
      way.push(`${way.at(-1) ?? ""}/${nameKey(row.name)}`);
      tree.byPath.set(way.at(-1) ?? "", row);
    }
  });
  tree.revision = rest.revision as number;
  return tree;
}

async function matches(children: PlannedNode[], there: Tree["byPath"], under: string): Promise<Clash[]> {
  const found: Clash[] = [];
  const pace = new Pace();
  const level = children.map((node) => ({ node, above: under }));
  for (let next = level.pop(); next; next = level.pop()) {
    if (pace.due) await pace.rest();
    const { node, above } = next;
    const key = `${above}/${nameKey(node.name)}`;
    const row = there.get(key);
    if (!row) continue;
    const kind = row.folder !== (node.kind === "folder") ? "mixed" : row.folder ? "folders" : "files";
    found.push({ node, path: pathOf(node), kind, id: row.id });
    if (kind === "folders") for (const child of (node as PlannedFolder).children) level.push({ node: child, above: key });
  }
  return found;
}

export type Settled = { onConflict: OnConflict; ifMatch: number | null };

/** Make the plan what was decided on. Throws ApiError where the decision cannot be carried out. */
export async function settle(plan: Plan, met: Met, onClash: OnClash): Promise<Settled> {
  const refuse = (clashes: Clash[], why: string) => {
    if (clashes.length === 0) return;
    const details = clashes.slice(0, 100).map(({ path }) => ({ path, message: why }));
    throw new ApiError("app_asset_path_conflict", `${details[0]?.path}: ${why} already.`, 409, details);
  };
  if (onClash === "error") refuse(topmost(met.clashes), "exists");
  if (onClash === "merge") refuse(mixed(met), "exists as the other kind");
  if (onClash !== "skip") return { onConflict: onClash, ifMatch: null };
  await leaveOut(plan, new Set(met.clashes.filter(({ kind }) => kind !== "folders").map(({ node }) => node)));
  await leaveOut(plan, await withoutNews(plan, met));
  const entered = met.clashes.some(({ kind }) => kind === "folders");
  // What somebody else adds meanwhile must not be replaced either.
  return { onConflict: entered ? "merge" : "error", ifMatch: met.revision };
}

export function topmost(clashes: Clash[]): Clash[] {
  return clashes.filter(({ node }) => node.parent === null);
}

export function mixed(met: Met): Clash[] {
  return met.clashes.filter(({ kind }) => kind === "mixed");
}

/** Folders that are there already, and with them nothing new comes. */
async function withoutNews(plan: Plan, met: Met): Promise<Set<PlannedNode>> {
  const old = new Set(met.clashes.map(({ node }) => node));
  const pace = new Pace();
  for (const node of walk(plan.children)) {
    if (pace.due) await pace.rest();
    if (old.has(node)) continue;
    for (let above: PlannedNode | null = node.parent; above && old.delete(above); above = above.parent);
  }
  return old;
}
