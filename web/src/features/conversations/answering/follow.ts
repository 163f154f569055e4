import { ApiError, asApiError, errorOf } from "@/api/errors";
import { eventsOf } from "./sse";

const ATTEMPTS = 6;

type Said = { event: string; task_id?: string };
type Following<E extends Said> = {
  /** Asks; the answer is a stream. */
  ask: () => Promise<Response>;
  /** The stream of a run from after an event; null: from its beginning. */
  resume: (taskId: string, lastId: string | null) => Promise<Response>;
  hear: (event: E) => void;
  /** Nothing follows this one. */
  isEnd: (event: E) => boolean;
  /** Whether the connection is lost at the moment. */
  setLost: (lost: boolean) => void;
  signal: AbortSignal;
  /** Called before each attempt to come back, which count from 1. */
  pause?: (attempt: number) => Promise<void>;
  /** Milliseconds without a byte after which the connection counts as lost. */
  silence?: number;
};

/**
 * Hears a run to its end. A connection that breaks is made again, and nothing is heard twice. A run that waits for a
 * person ends its stream; it is followed on for as long as it takes. Throws ApiError.
 */
export async function follow<E extends Said>({ pause = later, ...following }: Following<E>): Promise<void> {
  const { ask, resume, hear, isEnd, setLost, signal, silence } = following;
  let taskId: string | null = null;
  let lastId: string | null = null;
  let attempt = 0;
  let broken: ApiError | null = null;
  let paused = false;
  for (;;) {
    try {
      const response: Response = await (taskId === null ? ask() : resume(taskId, lastId));
      if (!response.ok || !response.body) throw await errorOf(response);
      for await (const { id, data } of eventsOf(response.body, silence)) {
        const event = JSON.parse(data) as E;
        taskId = event.task_id ?? taskId;
        lastId = id || lastId;
        attempt = 0;
        setLost(false);
        hear(event);
        paused = event.event === "workflow_paused";
        if (isEnd(event)) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      broken = error instanceof TypeError ? null : asApiError(error);
      if (broken && !broken.passing) throw broken;
    }
    if (signal.aborted) return;
    // What nothing is known of cannot be come back to.
    if (taskId === null || (++attempt > ATTEMPTS && !paused)) throw broken ?? new ApiError("connection_lost", "", 0);
    if (!paused) setLost(true);
    await pause(attempt);
  }
}

function later(attempt: number): Promise<void> {
  return new Promise((done) => setTimeout(done, Math.min(8000, 250 * 2 ** attempt)));
}
