import { ApiError, apiFetch, asApiError, errorOf, type Schemas } from "@/api";
import type { FileKind, FileRules } from "@/features/apps/configs/fileUpload";
import { kindOf, type Limits, picked, type Refusal } from "./picking";

/** A file that comes with a question. */
export type SentFile = { id: string; kind: FileKind; file: File };

export type Attachment = {
  key: number;
  file: File;
  state: "sending" | "ready" | "failed";
  sent: SentFile | null;
  error: ApiError | null;
};
type State = { files: readonly Attachment[]; refused: readonly Refusal[] };
type Upload = (file: File, signal: AbortSignal) => Promise<Schemas["UploadOut"]>;

const NOTHING: State = { files: [], refused: [] };
let last = 0;

/** Files that are put to the next question. Each is uploaded as soon as it is there. */
export class Attachments {
  private state: State = NOTHING;
  private listeners = new Set<() => void>();
  private sending = new Map<number, AbortController>();

  constructor(private upload: Upload = uploaded) {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** The same object until something changes. */
  read = () => this.state;

  /** Whether all that is here is on the server. */
  get ready(): boolean {
    return this.state.files.every((each) => each.state === "ready");
  }

  add(files: File[], rules: FileRules, limits: Limits): void {
    const { taken, refused } = picked(files, this.state.files.length, rules, limits);
    const added = taken.map((file) => ({ key: ++last, file, state: "sending" as const, sent: null, error: null }));
    this.set({ files: [...this.state.files, ...added], refused });
    for (const { key } of added) void this.send(key, rules);
  }

  async send(key: number, rules: FileRules): Promise<void> {
    const file = this.state.files.find((each) => each.key === key)?.file;
    if (!file) return;
    const sending = new AbortController();
    this.sending.set(key, sending);
    this.change(key, { state: "sending", error: null });
    try {
      const { id, mime_type, name } = await this.upload(file, sending.signal);
      // The server may know the type better than the browser does.
      const kind = kindOf(mime_type, name, rules);
      if (kind === null) throw new ApiError("unsupported_file_type", "", 415);
      this.change(key, { state: "ready", sent: { id, kind, file } });
    } catch (error) {
      if (!sending.signal.aborted) this.change(key, { state: "failed", error: asApiError(error) });
    } finally {
      this.sending.delete(key);
    }
  }

  remove(key: number): void {
    this.sending.get(key)?.abort();
    this.set({ files: this.state.files.filter((each) => each.key !== key), refused: [] });
  }

  dismiss(): void {
    this.set({ ...this.state, refused: [] });
  }

  /** The files of the question that is asked now; the next one begins without any. */
  take(): SentFile[] {
    const { files } = this.state;
    this.set(NOTHING);
    return files.flatMap((each) => each.sent ?? []);
  }

  clear(): void {
    for (const sending of this.sending.values()) sending.abort();
    this.set(NOTHING);
  }

  private change(key: number, patch: Partial<Attachment>) {
    const files = this.state.files.map((each) => (each.key === key ? { ...each, ...patch } : each));
    this.set({ ...this.state, files });
  }

  private set(next: State) {
    this.state = next;
    for (const listener of this.listeners) listener();
  }
}

async function uploaded(file: File, signal: AbortSignal): Promise<Schemas["UploadOut"]> {
  const body = new FormData();
  body.append("file", file);
  const response = await apiFetch("/console/api/files/upload", { method: "POST", body, signal });
  if (!response.ok) throw await errorOf(response);
  return response.json();
}
