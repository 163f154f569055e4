// Tasks spread over a few workers. Where a browser gives none, the page does them itself.
import { Pace } from "./pace";
import { type Event, type Outcome, perform, type Row, type Task } from "./tasks";

const MOST_WORKERS = 4;
// A message to a worker costs as much as hashing a small file: they travel together.
const FILES_AT_ONCE = 64;
const BYTES_AT_ONCE = 2 * 1024 * 1024;
// While a worker is at one, the next lies ready.
const TASKS_AHEAD = 2;

export type Run = (task: Task, emit: (event: Event) => void) => Promise<Outcome>;

export class Background {
  constructor(
    private readonly run: Run = perform,
    private readonly workers = 1,
    readonly close: () => void = () => {},
  ) {}

  /** The SHA-256 of each file as it is known; null where it cannot be read. `emit` gets bytes as they are hashed. */
  async hash(
    files: File[],
    done: (index: number, sha256: string | null) => void,
    emit: (bytes: number) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const pace = new Pace();
    let at = 0;
    const lane = async () => {
      while (at < files.length) {
        signal?.throwIfAborted();
        const from = at;
        at = endOf(files, from);
        const task: Task = { kind: "hash", files: files.slice(from, at) };
        const outcome = await this.run(task, (event) => "bytes" in event && emit(event.bytes));
        if (!("hashes" in outcome)) continue;
        for (const [index, sha256] of outcome.hashes.entries()) done(from + index, sha256);
        if (pace.due) await pace.rest();
      }
    };
    await Promise.all(Array.from({ length: this.workers * TASKS_AHEAD }, lane));
    signal?.throwIfAborted();
  }

  /** The nodes of a tree in JSON, some at a time; what else the JSON holds is returned. */
  async rows(json: Blob, take: (rows: Row[]) => void, urlsAbove = Infinity): Promise<Record<string, unknown>> {
    const outcome = await this.run({ kind: "rows", json, urlsAbove }, (event) => "rows" in event && take(event.rows));
    return "rest" in outcome ? outcome.rest : {};
  }
}

function endOf(files: File[], from: number): number {
  let at = from;
  let bytes = 0;
  while (at < files.length && at - from < FILES_AT_ONCE) {
    bytes += files[at]?.size ?? 0;
    if (at > from && bytes > BYTES_AT_ONCE) break;
    at++;
  }
  return at;
}

type Reply = { id: number; event?: Event; outcome?: Outcome; error?: string };
type Waiting = { emit: (event: Event) => void; resolve: (outcome: Outcome) => void; reject: (error: Error) => void };

/** As many workers as leave the page a core, four at the most. */
export function inWorkers(): Background {
  if (typeof Worker === "undefined") return new Background();
  const count = Math.min(Math.max((navigator.hardwareConcurrency || 2) - 1, 1), MOST_WORKERS);
  const lanes = Array.from({ length: count }, () => new Lane());
  const run: Run = (task, emit) => {
    const idle = lanes.reduce((best, lane) => (lane.load < best.load ? lane : best));
    return idle.run(task, emit);
  };
  return new Background(run, count, () => {
    for (const lane of lanes) lane.close();
  });
}

class Lane {
  private readonly worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      const task = this.waiting.get(data.id);
      if (!task) return;
      try {
        if (data.event) return task.emit(data.event);
      } catch (error) {
        task.reject(error as Error);
      }
      this.waiting.delete(data.id);
      if (data.outcome) task.resolve(data.outcome);
      else task.reject(new Error(data.error));
    };
    this.worker.onerror = (event) => this.fail(new Error(event.message || "The background worker cannot be loaded."));
  }

  get load(): number {
    return this.waiting.size;
  }

  run(task: Task, emit: (event: Event) => void): Promise<Outcome> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { emit, resolve, reject });
      this.worker.postMessage({ id, task });
    });
  }

  close(): void {
    this.worker.terminate();
    this.fail(new DOMException("The work was given up.", "AbortError"));
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
