// What is tried again, when, and what is not.
import { ApiError } from "@/api";

export interface Clock {
  now(): number;
  /** Ends early, without an error, when `wake` resolves; rejects when the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal, wake?: Promise<void>): Promise<void>;
  /** 0 to 1. */
  random(): number;
}

export const TRIES = 9;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const LONGEST_ASKED_MS = 120_000;
// A connection that fails once or twice is a hiccup; then the person is told that we wait.
const HICCUPS = 2;

/**
 * `away`: nobody answers. `later`: the server says so. `renew`: the link has run out, or what it stands for is not known
 * to be so any more. `final`: the same again would be refused again.
 */
export type Verdict = "away" | "later" | "renew" | "final";

const AWAY = new Set([0, 502, 503, 504]);
// Not implemented, an unknown version, a full disk: no server error that passes by itself.
const LASTING = new Set([501, 505, 507]);
const RENEW = new Set(["link_expired", "app_asset_pack_list_not_found", "app_asset_pack_incomplete"]);

export function verdict(error: unknown): Verdict {
  if (!(error instanceof ApiError)) return "final";
  if (RENEW.has(error.code)) return "renew";
  if (AWAY.has(error.status)) return "away";
  if (error.status === 408 || error.status === 429) return "later";
  if (error.status === 409 && error.retryAfter !== null) return "later";
  return error.status >= 500 && !LASTING.has(error.status) ? "later" : "final";
}

/** With jitter, so that what failed together does not come back together. */
export function waitBefore(tries: number, retryAfter: number | null, random: number): number {
  if (retryAfter !== null) return Math.min(retryAfter * 1000, LONGEST_ASKED_MS);
  return Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS) * (0.75 + random / 2);
}

export type Retrying = { clock: Clock; network: Network; signal: AbortSignal };

/** `work` until it succeeds or fails for good; it gets the error of the try before. */
export async function retried<T>(work: (before: unknown) => Promise<T>, { clock, network, signal }: Retrying) {
  let before: unknown = null;
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    try {
      return await work(before);
    } catch (error) {
      signal.throwIfAborted();
      const found = verdict(error);
      if (found === "final" || tries >= TRIES) throw error;
      if (found === "away" && (tries >= HICCUPS || !network.mayBeThere())) await network.back();
      if (found !== "renew" || tries > 1) {
        const asked = error instanceof ApiError ? error.retryAfter : null;
        await clock.sleep(waitBefore(tries, asked, clock.random()), signal);
      }
      before = error;
    }
  }
}

export type NetworkParts = {
  /** A small question to the server. */
  probe: () => Promise<unknown>;
  clock: Clock;
  signal: AbortSignal;
  onWaiting: (waiting: boolean) => void;
  /** Resolves when the browser says that it is online again. */
  online?: () => Promise<void>;
  mayBeThere?: () => boolean;
};

/** Whether the server can be reached; whoever finds that it cannot waits here, all behind one probe. */
export class Network {
  private returning: Promise<void> | null = null;

  constructor(private readonly parts: NetworkParts) {}

  /** False where the browser knows that there is no network. */
  mayBeThere(): boolean {
    return (this.parts.mayBeThere ?? browserSeesNetwork)();
  }

  /** Resolves at once if the server answers, else when it does again. */
  back(): Promise<void> {
    this.returning ??= this.probing().finally(() => {
      this.returning = null;
    });
    return this.returning;
  }

  private async probing(): Promise<void> {
    const { probe, clock, signal, onWaiting, online = browserOnline } = this.parts;
    try {
      for (let tries = 1; ; tries++) {
        try {
          await probe();
          return;
        } catch (error) {
          // Any answer of the server itself will do, also a refusal.
          if (error instanceof ApiError && verdict(error) !== "away") return;
          signal.throwIfAborted();
        }
        onWaiting(true);
        await clock.sleep(waitBefore(tries, null, clock.random()), signal, online());
      }
    } finally {
      onWaiting(false);
    }
  }
}

function browserSeesNetwork(): boolean {
  return typeof navigator === "undefined" || navigator.onLine !== false;
}

function browserOnline(): Promise<void> {
  return new Promise((resolve) => addEventListener("online", () => resolve(), { once: true }));
}

export const clock: Clock = {
  now: () => Date.now(),
  random: Math.random,
  sleep: (milliseconds, signal, wake) =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        settle();
      };
      const onAbort = () => end(() => reject(signal.reason));
      const timer = setTimeout(() => end(resolve), milliseconds);
      if (signal.aborted) return onAbort();
      signal.addEventListener("abort", onAbort);
      void wake?.then(() => end(resolve));
    }),
};
