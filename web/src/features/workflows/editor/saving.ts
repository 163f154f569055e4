// Saves by itself what is changed: a moment after the last change, one at a time, only over the state that is known.
import { asApiError } from "@/api/errors";
import { type Problem, problemsOf } from "../graph/problems";
import { type Document, documentOf, merged, sharing } from "./document";

export interface Saved {
  hash: string;
  issues?: readonly Record<string, unknown>[];
}
export type Save = (document: Document, hash: string | undefined) => Promise<Saved>;

export type SavingState = "saved" | "waiting" | "saving" | "failed";

/** What it saves for: something that holds a document. */
export interface Holder {
  current(): Document;
  /** Others changed it: from `base` to `theirs`. `document`: theirs with mine on top. */
  rebased(base: Document, theirs: Document, document: Document, clashes: string[]): void;
  /** The state, the problems or the error are others. */
  changed(): void;
}

/** Milliseconds without a change; and at most so many times in a row over somebody who saves all the time. */
const [PAUSE, MOST_MERGES] = [800, 5];
const RETRY = 5_000;

export class Saving {
  state: SavingState = "saved";
  error: unknown = null;
  problems: Problem[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;

  constructor(
    private holder: Holder,
    private save: Save,
    private base: Document,
    public hash: string | undefined,
    issues: readonly Record<string, unknown>[],
  ) {
    this.problems = problemsOf(issues);
  }

  get unsaved(): boolean {
    return this.state !== "saved";
  }

  /** Something changed. */
  touch(): void {
    if (this.running) return;
    this.set("waiting");
    this.after(PAUSE);
  }

  /** Saves what waits. Rejects if that fails. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    for (;;) {
      if (this.running) await this.running;
      if (this.holder.current() === this.base) return;
      await this.start();
      if (this.state === "failed") throw this.error;
    }
  }

  /** The draft is another one, read while nothing was being saved. */
  adopt(draft: Parameters<typeof documentOf>[0] & Saved): void {
    if (this.running || draft.hash === this.hash) return;
    this.take(documentOf(draft), draft.hash);
    this.problems = problemsOf(draft.issues ?? []);
    if (this.holder.current() === this.base) this.set("saved");
    else this.touch();
  }

  /** The draft is another one by what I did myself. */
  replace(document: Document, { hash, issues }: Saved): void {
    clearTimeout(this.timer);
    this.base = document;
    this.hash = hash;
    this.problems = problemsOf(issues ?? []);
    this.set(this.holder.current() === document ? "saved" : "waiting");
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private after(wait: number) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.start(), wait);
  }

  private start(): Promise<void> {
    this.running ??= this.run().finally(() => {
      this.running = null;
      if (this.state === "failed") this.after(RETRY);
      else if (this.holder.current() !== this.base) this.touch();
    });
    return this.running;
  }

  private async run() {
    clearTimeout(this.timer);
    this.set("saving");
    for (let merges = 0; ; merges++) {
      const document = this.holder.current();
      try {
        const { hash, issues } = await this.save(document, this.hash);
        this.hash = hash;
        this.base = document;
        this.error = null;
        this.problems = problemsOf(issues ?? []);
        return this.set(this.holder.current() === document ? "saved" : "waiting");
      } catch (error) {
        const theirs = theirDraft(error);
        if (theirs && merges < MOST_MERGES) {
          this.take(theirs.document, theirs.hash);
          continue;
        }
        this.error = error;
        return this.set("failed");
      }
    }
  }

  /** Theirs is what I begin with from now on, with my changes on top. */
  private take(found: Document, hash: string) {
    const [base, mine] = [this.base, this.holder.current()];
    const theirs = sharing(base, found);
    this.base = theirs;
    this.hash = hash;
    if (mine === base) return this.holder.rebased(base, theirs, theirs, []);
    const { document, clashes } = merged(base, mine, theirs);
    this.holder.rebased(base, theirs, document, clashes);
  }

  private set(state: SavingState) {
    this.state = state;
    this.holder.changed();
  }
}

/** What somebody else saved meanwhile, as the refusal tells it. */
function theirDraft(error: unknown): { document: Document; hash: string } | null {
  const { code, details } = asApiError(error);
  if (code !== "draft_workflow_not_sync") return null;
  const [{ draft, params } = {}] = details;
  if (typeof params?.hash !== "string" || typeof draft !== "object" || draft === null) return null;
  return { document: documentOf(draft as Parameters<typeof documentOf>[0]), hash: params.hash };
}
