import { diffArrays } from "diff";

export type Line =
  | { kind: "same"; before: number; after: number; text: string }
  | { kind: "removed"; before: number; text: string }
  | { kind: "added"; after: number; text: string }
  /** Lines that did not change and are far from any that did. */
  | { kind: "gap"; count: number };

const AROUND = 3;
const MOST_MILLISECONDS = 1_000;

/** The lines of two texts, those that changed with a few around them. */
export function compareLines(before: string, after: string, around = AROUND): Line[] {
  // Where both end with a line's end, as they should, nothing follows it.
  const cut = before.endsWith("\n") && after.endsWith("\n") ? -1 : undefined;
  return folded(allLines(linesOf(before).slice(0, cut), linesOf(after).slice(0, cut)), around);
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}

function allLines(before: string[], after: string[]): Line[] {
  // Where it takes too long, everything went and everything came.
  const parts = diffArrays(before, after, { timeout: MOST_MILLISECONDS }) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
  const found: Line[] = [];
  let old = 0;
  let now = 0;
  for (const { added, removed, value } of parts) {
    for (const text of value) {
      if (added) found.push({ kind: "added", after: ++now, text });
      else if (removed) found.push({ kind: "removed", before: ++old, text });
      else found.push({ kind: "same", before: ++old, after: ++now, text });
    }
  }
  return found;
}

function folded(lines: Line[], around: number): Line[] {
  const near = new Uint8Array(lines.length);
  for (const [at, line] of lines.entries()) {
    if (line.kind !== "same") near.fill(1, Math.max(0, at - around), at + around + 1);
  }
  const found: Line[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (near[at]) {
      found.push(lines[at]!);
      continue;
    }
    let end = at;
    while (end < lines.length && !near[end]) end++;
    // A gap of one line takes as much room as the line.
    if (end - at === 1) found.push(lines[at]!);
    else found.push({ kind: "gap", count: end - at });
    at = end - 1;
  }
  return found;
}
