// Many files in one request body. The browser reads the files while it sends them: their bytes never pass through here.
import { type Links, type Piece, SMALL_BYTES } from "./batch";

export const PACK_BYTES = 8 * 1024 * 1024;
// Also as many as the server renews links for in one request.
export const PACK_FILES = 1000;
const HEADER_BYTES = 12;

/** What travels in one request: some small files, or one large one. */
export type Job = { pieces: Piece[]; bytes: number; packed: boolean };

/** Packs of small files, in their order, then the large ones. */
export function jobsOf(pieces: Piece[]): Job[] {
  const packs: Job[] = [];
  const large: Job[] = [];
  let pack: Job | null = null;
  for (const piece of pieces) {
    const { size } = piece.file.file;
    if (size > SMALL_BYTES) {
      large.push({ pieces: [piece], bytes: size, packed: false });
      continue;
    }
    if (!pack || pack.bytes + size > PACK_BYTES || pack.pieces.length === PACK_FILES) {
      pack = { pieces: [], bytes: 0, packed: true };
      packs.push(pack);
    }
    pack.pieces.push(piece);
    pack.bytes += size;
  }
  return [...packs, ...large];
}

/** Before each file: its index among what is missing in 4 bytes, its length in 8, big endian. */
export function framed(pieces: Piece[], index: Links["index"]): Blob {
  const headers = new DataView(new ArrayBuffer(pieces.length * HEADER_BYTES));
  const parts = pieces.flatMap(({ id, file: { file } }, at) => {
    const offset = at * HEADER_BYTES;
    headers.setUint32(offset, index.get(id) ?? 0);
    headers.setBigUint64(offset + 4, BigInt(file.size));
    return [new Uint8Array(headers.buffer, offset, HEADER_BYTES), file];
  });
  return new Blob(parts);
}
