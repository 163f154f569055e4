// Two trees compared, as the console shows it: from what was before to what is after.
import type { Schemas } from "@/api";

/** The draft, or a version by its number. */
export type Side = number | "draft";

export const GROUPS = ["added", "removed", "changed", "moved"] as const;
export type Group = (typeof GROUPS)[number];
export type Diff = Pick<Schemas["DiffOut"], Group | "totals">;
export type Entry = { path: string; from?: string; node_type: "file" | "folder" };

/** Of two sides the older first; the draft is the newest. */
export function inOrder(one: Side, other: Side): [before: Side, after: Side] {
  if (one === "draft") return [other, one];
  if (other === "draft") return [one, other];
  return one < other ? [one, other] : [other, one];
}

/** How the API is asked: it compares a version with something else, never the draft with a version. */
export function requestOf(before: Side | null, after: Side) {
  if (after === "draft") return { number: before, against: "draft", inverted: true } as const;
  return { number: after, against: before, inverted: false } as const;
}

export function asShown(diff: Schemas["DiffOut"], inverted: boolean): Diff {
  const { added, removed, changed, moved, totals } = diff;
  if (!inverted) return { added, removed, changed, moved, totals };
  return {
    added: removed,
    removed: added,
    // They are named by where they are in the version; here, by where they are after it.
    changed: changed.map((place) => ({ ...place, path: pathBefore(place.path, moved) })),
    moved: moved.map(({ from, to, node_type }) => ({ from: to, to: from, node_type })),
    totals: { ...totals, added: totals.removed, removed: totals.added },
  };
}

/** Where what is at `path` was before the moves: its own, or that of the nearest folder around it. */
export function pathBefore(path: string, moved: Diff["moved"]): string {
  let nearest: Diff["moved"][number] | null = null;
  for (const move of moved) {
    const around = path === move.to || (move.node_type === "folder" && path.startsWith(`${move.to}/`));
    if (around && move.to.length > (nearest?.to.length ?? -1)) nearest = move;
  }
  return nearest ? nearest.from + path.slice(nearest.to.length) : path;
}

export function countOf({ totals }: Diff): number {
  return GROUPS.reduce((sum, group) => sum + totals[group], 0);
}

export type DiffRow =
  | { kind: "group"; group: Group; total: number }
  | { kind: "entry"; group: Group; entry: Entry }
  | { kind: "rest"; group: Group; count: number };

/** The groups that hold something, one below the other, and how many more there are of each. */
export function rowsOf(diff: Diff): DiffRow[] {
  return GROUPS.filter((group) => diff.totals[group] > 0).flatMap((group): DiffRow[] => {
    const entries = entriesOf(diff, group);
    const rest = diff.totals[group] - entries.length;
    return [
      { kind: "group", group, total: diff.totals[group] },
      ...entries.map((entry): DiffRow => ({ kind: "entry", group, entry })),
      ...(rest > 0 ? [{ kind: "rest", group, count: rest } as const] : []),
    ];
  });
}

function entriesOf(diff: Diff, group: Group): Entry[] {
  if (group !== "moved") return diff[group];
  return diff.moved.map(({ from, to, node_type }) => ({ path: to, from, node_type }));
}
