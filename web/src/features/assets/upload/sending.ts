// Awaited bytes on their way: three requests at a time, each tried again as long as that makes sense.
import { ApiError } from "@/api";
import type { Links, Piece } from "./batch";
import { framed, type Job, jobsOf } from "./packs";
import type { PlannedFile } from "./plan";
import { type Retrying, retried } from "./retry";
import type { Transport } from "./transport";

const AT_ONCE = 3;
// What concerns one file alone; anything else that is final ends the upload.
const OF_ONE_FILE = new Set([
  "app_asset_node_not_found",
  "app_asset_upload_not_awaited",
  "size_mismatch",
  "hash_mismatch",
  "file_too_large",
]);
// A pack that took this for that says so by itself: sent once more with a fresh list it is right.
const OF_THE_LIST = new Set(["app_asset_not_in_list", "app_asset_sent_twice"]);

export type Failure = { file: PlannedFile; code: string; message: string };

export type Watch = {
  /** Bytes that have left; fewer than none where they must go again. */
  bytes: (count: number) => void;
  done: (piece: Piece) => void;
  failed: (piece: Piece, failure: Failure) => void;
};

export type Sending = { transport: Transport; assets: string; retrying: Retrying; watch: Watch };

/** Send all of it. What fails for one file is told to `watch`; what concerns all is thrown. `links` null: ask first. */
export async function sendAll(pieces: Piece[], links: Links | null, sending: Sending): Promise<void> {
  const jobs = jobsOf(pieces).values();
  const stop = new AbortController();
  const signal = AbortSignal.any([sending.retrying.signal, stop.signal]);
  const within = { ...sending, retrying: { ...sending.retrying, signal } };
  const lane = async () => {
    for (const job of jobs) await new Delivery(job, links, within).run();
  };
  const lanes = Array.from({ length: AT_ONCE }, () =>
    lane().catch((error) => {
      stop.abort(error);
      throw error;
    }),
  );
  const ends = await Promise.allSettled(lanes);
  sending.retrying.signal.throwIfAborted();
  if (stop.signal.aborted) throw stop.signal.reason;
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

class Delivery {
  private left: Piece[];
  private counted = 0;

  constructor(
    private readonly job: Job,
    private links: Links | null,
    private readonly sending: Sending,
  ) {
    this.left = job.pieces;
  }

  run(): Promise<void> {
    return retried((before) => this.attempt(before), this.sending.retrying);
  }

  private async attempt(before: unknown): Promise<void> {
    if (before instanceof ApiError && before.status === 0) await this.dropUnreadable();
    // What went wrong may have been the answer alone, and the link may have run out while we waited.
    if (before !== null || this.links === null) await this.renew();
    if (this.left.length === 0 || this.links === null) return;
    try {
      await (this.job.packed ? this.sendPack(this.links) : this.sendOne(this.links));
    } catch (error) {
      this.count(0);
      throw error;
    }
  }

  private async sendPack({ packUrl, index }: Links): Promise<void> {
    const pieces = this.left;
    const body = framed(pieces, index);
    const reply = (await this.put(packUrl ?? "", body)) as { failed: { index: number; code: string; message: string }[] };
    const failed = new Map(reply.failed.map((each) => [each.index, each]));
    const again: Piece[] = [];
    this.settle(pieces);
    for (const piece of pieces) {
      const refused = failed.get(index.get(piece.id) ?? -1);
      if (!refused) this.sending.watch.done(piece);
      else if (OF_THE_LIST.has(refused.code)) again.push(piece);
      else this.fail(piece, refused);
    }
    this.left = again;
    if (again.length) throw new ApiError("app_asset_pack_list_not_found", "The list has changed.", 409);
  }

  private async sendOne({ urls }: Links): Promise<void> {
    const [piece] = this.left;
    if (!piece) return;
    try {
      await this.put(urls.get(piece.id) ?? "", piece.file.file);
    } catch (error) {
      if (!(error instanceof ApiError) || !OF_ONE_FILE.has(error.code)) throw error;
      this.fail(piece, error);
      this.left = [];
      return this.count(0);
    }
    this.settle(this.left);
    this.sending.watch.done(piece);
    this.left = [];
  }

  private put(url: string, body: Blob): Promise<unknown> {
    const { transport, retrying } = this.sending;
    const payload = sizeOf(this.left) / Math.max(body.size, 1);
    return transport.send(url, body, (bytes) => this.count(Math.floor(bytes * payload)), retrying.signal);
  }

  /** Fresh links for what is left; what is no longer awaited has arrived. */
  private async renew(): Promise<void> {
    const { transport, assets, retrying, watch } = this.sending;
    const asked = this.left;
    if (asked.length === 0) return;
    const body = { node_ids: asked.map(({ id }) => id) };
    let reply: { pack_url: string | null; missing: string[]; urls: Record<string, string> };
    try {
      reply = await transport.json("POST", `${assets}/uploads`, body, { signal: retrying.signal });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "app_asset_node_not_found") throw error;
      const gone = new Set(error.details.map(({ path }) => path));
      this.left = asked.filter(({ id }) => !gone.has(id));
      for (const piece of asked) if (gone.has(piece.id)) this.fail(piece, error);
      if (this.left.length === asked.length) throw error;
      return this.renew();
    }
    const index = new Map(reply.missing.map((id, at) => [id, at]));
    this.links = { packUrl: reply.pack_url, index, urls: new Map(Object.entries(reply.urls)) };
    this.left = asked.filter(({ id }) => index.has(id));
    for (const piece of asked) {
      if (index.has(piece.id)) continue;
      watch.bytes(piece.file.file.size);
      watch.done(piece);
    }
  }

  /** A file that was changed or removed since breaks the request as a lost connection does. */
  private async dropUnreadable(): Promise<void> {
    const readable: Piece[] = [];
    for (const piece of this.left) {
      if (await isReadable(piece.file.file)) readable.push(piece);
      else this.fail(piece, { code: "file_changed", message: "The file was changed or removed while it was sent." });
    }
    this.left = readable;
  }

  private fail(piece: Piece, { code, message }: { code: string; message: string }): void {
    this.sending.watch.failed(piece, { file: piece.file, code, message });
  }

  private count(bytes: number): void {
    this.sending.watch.bytes(bytes - this.counted);
    this.counted = bytes;
  }

  /** The bytes of these have left for good. */
  private settle(pieces: Piece[]): void {
    this.count(sizeOf(pieces));
    this.counted = 0;
  }
}

function sizeOf(pieces: Piece[]): number {
  return pieces.reduce((sum, { file }) => sum + file.file.size, 0);
}

async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
