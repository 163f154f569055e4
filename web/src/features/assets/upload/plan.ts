// What was dropped or chosen, as the tree that it is to become: checked before anything is sent.
import { type NameRefusal, nameKey, refusal, reservedOnWindows } from "./names";
import { Pace } from "./pace";

export type PlannedFile = {
  kind: "file";
  name: string;
  parent: PlannedFolder | null;
  file: File;
  /** Null until it was hashed. */
  sha256: string | null;
};
export type PlannedFolder = { kind: "folder"; name: string; parent: PlannedFolder | null; children: PlannedNode[] };
export type PlannedNode = PlannedFile | PlannedFolder;

/** A file by its path, or (without `file`) a folder. */
export type Found = { parts: string[]; file: File | null };
/** Never sent: what systems and tools keep for themselves, or what the browser may not read. */
export type LeftOut = { path: string; reason: "junk" | "unreadable" };
export type Findings = { found: Found[]; leftOut: LeftOut[] };

export type Reason = NameRefusal | { code: "twin" } | { code: "too_deep" | "file_too_large"; most: number };
export type Problem = { node: PlannedNode; path: string; reason: Reason };

export type Limits = { depth: number; batch_nodes: number; batch_bytes: number; app_nodes: number; file_bytes: number };

export type Plan = {
  children: PlannedNode[];
  folders: number;
  files: number;
  bytes: number;
  leftOut: LeftOut[];
  /** What the server would refuse: to be left out, or mended and chosen again. */
  problems: Problem[];
  /** Paths that Windows cannot store; they are taken. */
  warnings: string[];
};

const MANY_SIBLINGS = 2000;
const collator = new Intl.Collator(undefined, { numeric: true });

export async function planned(findings: Findings): Promise<Plan> {
  const children: PlannedNode[] = [];
  const folders = new Map<string, PlannedFolder>();
  const pace = new Pace();
  for (const { parts, file } of findings.found) {
    if (pace.due) await pace.rest();
    if (!file) {
      folderAt(folders, children, parts);
      continue;
    }
    const parent = parts.length > 1 ? folderAt(folders, children, parts.slice(0, -1)) : null;
    const name = parts.at(-1) ?? "";
    (parent?.children ?? children).push({ kind: "file", name, parent, file, sha256: null });
  }
  inOrder(children);
  for (const folder of folders.values()) {
    if (pace.due) await pace.rest();
    inOrder(folder.children);
  }
  const plan = { children, folders: 0, files: 0, bytes: 0, leftOut: findings.leftOut, problems: [], warnings: [] };
  await count(plan);
  return plan;
}

function folderAt(folders: Map<string, PlannedFolder>, top: PlannedNode[], parts: string[]): PlannedFolder {
  const path = parts.join("/");
  const known = folders.get(path);
  if (known) return known;
  const parent = parts.length > 1 ? folderAt(folders, top, parts.slice(0, -1)) : null;
  const folder: PlannedFolder = { kind: "folder", name: parts.at(-1) ?? "", parent, children: [] };
  folders.set(path, folder);
  (parent?.children ?? top).push(folder);
  return folder;
}

// Folders first, then as people count; in a very wide folder as machines do, which is twenty times faster.
function inOrder(siblings: PlannedNode[]): void {
  const many = siblings.length > MANY_SIBLINGS;
  siblings.sort((one, other) => {
    if (one.kind !== other.kind) return one.kind === "folder" ? -1 : 1;
    if (many) return one.name < other.name ? -1 : 1;
    return collator.compare(one.name, other.name);
  });
}

/** Every node, a folder before what it holds: the order in which the server's reply has them too. */
export function* walk(children: PlannedNode[]): Generator<PlannedNode> {
  const lists = [children.values()];
  while (lists.length) {
    const next = lists.at(-1)?.next();
    if (!next || next.done) lists.pop();
    else {
      yield next.value;
      if (next.value.kind === "folder") lists.push(next.value.children.values());
    }
  }
}

export function pathOf(node: PlannedNode): string {
  const names = [node.name];
  for (let above = node.parent; above; above = above.parent) names.push(above.name);
  return names.reverse().join("/");
}

/** What the server would refuse. `above`: how many folders the parent of the plan lies deep, itself included. */
export async function check(plan: Plan, limits: Limits, above: number): Promise<void> {
  plan.problems = [];
  plan.warnings = [];
  const keys = new Map<PlannedFolder | null, Set<string>>([[null, new Set()]]);
  const depths = new Map<PlannedFolder | null, number>([[null, above]]);
  const pace = new Pace();
  for (const node of walk(plan.children)) {
    if (pace.due) await pace.rest();
    const found = (reason: Reason) => plan.problems.push({ node, path: pathOf(node), reason });
    const refused = refusal(node.name);
    const taken = keys.get(node.parent) ?? new Set();
    const key = nameKey(node.name);
    if (refused) found(refused);
    else if (taken.has(key)) found({ code: "twin" });
    taken.add(key);
    if (reservedOnWindows(node.name)) plan.warnings.push(pathOf(node));
    if (node.kind === "folder") {
      const depth = (depths.get(node.parent) ?? 0) + 1;
      keys.set(node, new Set());
      depths.set(node, depth);
      if (depth === limits.depth + 1) found({ code: "too_deep", most: limits.depth });
    } else if (node.file.size > limits.file_bytes) {
      found({ code: "file_too_large", most: limits.file_bytes });
    }
  }
}

/** Take nodes out of the plan, with all they hold. */
export async function leaveOut(plan: Plan, gone: ReadonlySet<PlannedNode>): Promise<void> {
  if (gone.size === 0) return;
  const parents = new Set([...gone].map((node) => node.parent));
  for (const parent of parents) {
    if (parent) parent.children = parent.children.filter((node) => !gone.has(node));
    else plan.children = plan.children.filter((node) => !gone.has(node));
  }
  plan.problems = plan.problems.filter(({ node }) => !within(node, gone));
  await count(plan);
}

function within(node: PlannedNode, gone: ReadonlySet<PlannedNode>): boolean {
  for (let each: PlannedNode | null = node; each; each = each.parent) if (gone.has(each)) return true;
  return false;
}

async function count(plan: Plan): Promise<void> {
  plan.folders = plan.files = plan.bytes = 0;
  const pace = new Pace();
  for (const node of walk(plan.children)) {
    if (pace.due) await pace.rest();
    if (node.kind === "folder") plan.folders++;
    else {
      plan.files++;
      plan.bytes += node.file.size;
    }
  }
}
