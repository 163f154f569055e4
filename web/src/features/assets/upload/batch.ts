// Everything that is planned, created in one request; the answer says where the bytes go.
import { ApiError } from "@/api";
import type { Background } from "./background";
import { utf8Length } from "./names";
import { Pace } from "./pace";
import { type Limits, type PlannedFile, type PlannedFolder, type PlannedNode, pathOf, walk } from "./plan";
import { type Retrying, retried } from "./retry";
import type { Transport } from "./transport";

export type OnConflict = "error" | "rename" | "merge";
/** A file whose bytes the server awaits. */
export type Piece = { id: string; file: PlannedFile };
/** Where awaited bytes go: many of them in one pack, framed with their index; a large one by itself. */
export type Links = { packUrl: string | null; index: Map<string, number>; urls: Map<string, string> };
export type Created = {
  pieces: Piece[];
  links: Links;
  /** The id of every node of the batch, in its order. */
  ids: Map<PlannedNode, string>;
  renamed: { from: string; to: string }[];
};

/** What is sent in one request: children of `under`, which an earlier request makes (null: of the upload's parent). */
export type Part = { under: PlannedFolder | null; children: PlannedNode[] };

/** Larger files travel by themselves. */
export const SMALL_BYTES = 1024 * 1024;
// A node without its name, hash and braces included.
const NODE_BYTES = 170;
const PIECE_NODES = 500;

/** The request's body, put together in slices. `shells`: folders whose children come in another part. */
export async function bodyOf(part: Part, parentId: string | null, onConflict: OnConflict, shells: Shells) {
  const text: string[] = [`{"parent_id":${JSON.stringify(parentId)},"on_conflict":"${onConflict}","children":[`];
  const pieces: string[] = [];
  const pace = new Pace();
  let count = 0;
  const lists = [{ nodes: part.children.values(), first: true }];
  while (lists.length) {
    const list = lists.at(-1);
    const next = list?.nodes.next();
    if (!list || !next || next.done) {
      lists.pop();
      text.push("]}");
      continue;
    }
    const node = next.value;
    const head = `${list.first ? "" : ","}{"node_type":"${node.kind}","name":${JSON.stringify(node.name)}`;
    list.first = false;
    if (node.kind === "file") {
      text.push(`${head},"size":${node.file.size}${node.sha256 ? `,"sha256":"${node.sha256}"` : ""}}`);
    } else {
      text.push(`${head},"children":[`);
      lists.push({ nodes: (shells.has(node) ? [] : node.children).values(), first: true });
    }
    if (++count % PIECE_NODES === 0) {
      pieces.push(text.join(""));
      text.length = 0;
      if (pace.due) await pace.rest();
    }
  }
  return new Blob([...pieces, text.join("")], { type: "application/json" });
}

export type Shells = ReadonlySet<PlannedFolder>;

/** One part, unless the limits leave no choice: then a folder first, and what does not fit in it afterwards. */
export async function parts(children: PlannedNode[], limits: Pick<Limits, "batch_nodes" | "batch_bytes">) {
  const sizes = new Map<PlannedNode | null, { nodes: number; bytes: number }>();
  const pace = new Pace();
  const nodes = [...walk(children)];
  for (const node of nodes.reverse()) {
    if (pace.due) await pace.rest();
    const own = sizes.get(node) ?? { nodes: 0, bytes: 0 };
    own.nodes += 1;
    own.bytes += NODE_BYTES + 2 * utf8Length(node.name);
    sizes.set(node, own);
    const above = sizes.get(node.parent) ?? { nodes: 0, bytes: 0 };
    sizes.set(node.parent, { nodes: above.nodes + own.nodes, bytes: above.bytes + own.bytes });
  }
  const fits = (size = { nodes: 0, bytes: 0 }) => size.nodes <= limits.batch_nodes && size.bytes <= limits.batch_bytes;
  const made: Part[] = [];
  const shells = new Set<PlannedFolder>();
  const waiting: Part[] = [{ under: null, children }];
  for (let list = waiting.shift(); list; list = waiting.shift()) {
    let part: Part = { under: list.under, children: [] };
    let size = { nodes: 0, bytes: 0 };
    for (const node of list.children) {
      let own = sizes.get(node) ?? { nodes: 1, bytes: 0 };
      if (node.kind === "folder" && !fits(own)) {
        shells.add(node);
        waiting.push({ under: node, children: node.children });
        own = { nodes: 1, bytes: NODE_BYTES + 2 * utf8Length(node.name) };
      }
      if (part.children.length && !fits({ nodes: size.nodes + own.nodes, bytes: size.bytes + own.bytes })) {
        made.push(part);
        part = { under: list.under, children: [] };
        size = { nodes: 0, bytes: 0 };
      }
      part.children.push(node);
      size = { nodes: size.nodes + own.nodes, bytes: size.bytes + own.bytes };
    }
    if (part.children.length) made.push(part);
  }
  return { parts: made, shells };
}

export type Request = {
  path: string;
  body: Blob;
  /** The same again has its effect once. */
  key: string;
  ifMatch: number | null;
};

/** Send one part and find each awaited file in the answer. */
export async function create(
  request: Request,
  part: Part,
  shells: Shells,
  { transport, background }: { transport: Transport; background: Background },
  retrying: Retrying,
): Promise<Created> {
  const headers: Record<string, string> = { "Idempotency-Key": request.key };
  if (request.ifMatch !== null) headers["If-Match"] = `"${request.ifMatch}"`;
  const reply = await retried(() => transport.blob("POST", request.path, request.body, { headers }), retrying);
  const nodes = walkWithout(part.children, shells);
  const files = new Map<string, PlannedFile>();
  const created: Created = {
    pieces: [],
    links: { packUrl: null, index: new Map(), urls: new Map() },
    ids: new Map(),
    renamed: [],
  };
  const rest = await background.rows(
    reply,
    (rows) => {
      for (const row of rows) {
        const node = nodes.next().value;
        if (!node || (node.kind === "folder") !== row.folder) throw unlike();
        created.ids.set(node, row.id);
        if (row.url) created.links.urls.set(row.id, row.url);
        if (row.renamedFrom) created.renamed.push({ from: pathOf(node), to: row.name });
        if (node.kind === "file") files.set(row.id, node);
      }
    },
    SMALL_BYTES,
  );
  const upload = rest.upload as { pack_url: string | null; missing: string[] };
  created.links.packUrl = upload.pack_url;
  for (const [index, id] of upload.missing.entries()) {
    const file = files.get(id);
    if (!file) throw unlike();
    created.links.index.set(id, index);
    created.pieces.push({ id, file });
  }
  return created;
}

function* walkWithout(children: PlannedNode[], shells: Shells): Generator<PlannedNode, undefined> {
  if (shells.size === 0) {
    yield* walk(children);
    return undefined;
  }
  for (const node of children) {
    yield node;
    if (node.kind === "folder" && !shells.has(node)) yield* walkWithout(node.children, shells);
  }
  return undefined;
}

function unlike(): ApiError {
  return new ApiError("unexpected", "The server's answer is not that of the tree that was sent.", -1);
}

/** Like a UUID, which browsers only make on https. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
