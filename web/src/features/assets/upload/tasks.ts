// The work that would hold up the page, free of it: it runs in a worker, and where there is none, in slices.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** A node of a tree that the server sent, in the order of `walk`. `depth` 0: at the top of the reply. */
export type Row = {
  id: string;
  folder: boolean;
  name: string;
  depth: number;
  size: number;
  sha256: string | null;
  status: "ready" | "pending" | null;
  /** Only of files larger than was asked for: a link a file is more than the rest together. */
  url: string | null;
  renamedFrom: string | null;
};

export type Task = { kind: "hash"; files: File[] } | { kind: "rows"; json: Blob; urlsAbove: number };
/** Comes while a task is at work: bytes that were hashed, or rows that were read. */
export type Event = { bytes: number } | { rows: Row[] };
/** Hashes in the order of the files, null where one cannot be read; or what of the reply is no node. */
export type Outcome = { hashes: (string | null)[] } | { rest: Record<string, unknown> };

const READ_BYTES = 4 * 1024 * 1024;
const ROWS_AT_ONCE = 1000;

export async function perform(task: Task, emit: (event: Event) => void): Promise<Outcome> {
  if (task.kind === "hash") return { hashes: await hashesOf(task.files, (bytes) => emit({ bytes })) };
  const { children, ...rest } = JSON.parse(await task.json.text()) as Reply;
  let rows: Row[] = [];
  for (const row of rowsOf(children, task.urlsAbove)) {
    rows.push(row);
    if (rows.length === ROWS_AT_ONCE) {
      emit({ rows });
      rows = [];
    }
  }
  emit({ rows });
  return { rest };
}

async function hashesOf(files: File[], emit: (bytes: number) => void): Promise<(string | null)[]> {
  const together = files.length > 1 ? await readTogether(files) : null;
  const hashes: (string | null)[] = [];
  let at = 0;
  for (const file of files) {
    if (together) {
      hashes.push(bytesToHex(sha256(together.subarray(at, at + file.size))));
      emit(file.size);
    } else {
      hashes.push(await hashOf(file, emit).catch(() => null));
    }
    at += file.size;
  }
  return hashes;
}

// One read for many small files: a read costs more than hashing what it brings.
async function readTogether(files: File[]): Promise<Uint8Array | null> {
  try {
    const blob = new Blob(files);
    return blob.size <= READ_BYTES ? new Uint8Array(await blob.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

async function hashOf(file: File, emit: (bytes: number) => void): Promise<string> {
  const digest = sha256.create();
  for (let at = 0; at < file.size; at += READ_BYTES) {
    const bytes = new Uint8Array(await file.slice(at, at + READ_BYTES).arrayBuffer());
    digest.update(bytes);
    emit(bytes.length);
  }
  return bytesToHex(digest.digest());
}

type Sent = Partial<Omit<Row, "folder" | "depth">> & {
  node_type: string;
  upload_url?: string | null;
  renamed_from?: string;
  children?: Sent[] | null;
};
type Reply = { children: Sent[] } & Record<string, unknown>;

function* rowsOf(children: Sent[], urlsAbove: number): Generator<Row> {
  const lists = [children.values()];
  while (lists.length) {
    const next = lists.at(-1)?.next();
    if (!next || next.done) {
      lists.pop();
      continue;
    }
    const node = next.value;
    const size = node.size ?? 0;
    yield {
      id: node.id ?? "",
      folder: node.node_type === "folder",
      name: node.name ?? "",
      depth: lists.length - 1,
      size,
      sha256: node.sha256 ?? null,
      status: node.status ?? null,
      url: size > urlsAbove ? (node.upload_url ?? null) : null,
      renamedFrom: node.renamed_from ?? null,
    };
    if (node.children?.length) lists.push(node.children.values());
  }
}
