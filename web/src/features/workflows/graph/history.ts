// Undo and redo. Graphs share what did not change, so a step costs little.

const MOST = 200;
/** Milliseconds within which changes of one kind, such as typing into one field, are one step. */
const ONE_STEP = 1_500;

export class History<T> {
  private past: T[] = [];
  private future: T[] = [];
  private last: { kind: string; at: number } | null = null;

  /** `before`: what is left by a change. `kind`: changes of the same kind that follow one another are one step. */
  record(before: T, kind?: string, at = Date.now()): void {
    const same = kind !== undefined && this.last?.kind === kind && at - this.last.at < ONE_STEP;
    this.last = kind === undefined ? null : { kind, at };
    this.future = [];
    if (same && this.past.length > 0) return;
    this.past.push(before);
    if (this.past.length > MOST) this.past.shift();
  }

  undo(now: T): T | undefined {
    return this.step(this.past, this.future, now);
  }

  redo(now: T): T | undefined {
    return this.step(this.future, this.past, now);
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** What others changed meanwhile is in every step: none of them takes it back. */
  rebase(change: (state: T) => T): void {
    this.past = this.past.map(change);
    this.future = this.future.map(change);
    this.last = null;
  }

  private step(from: T[], to: T[], now: T): T | undefined {
    const found = from.pop();
    if (found === undefined) return undefined;
    to.push(now);
    this.last = null;
    return found;
  }
}
