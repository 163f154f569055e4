import { ApiError, apiFetch, asApiError, queryClient, type Schemas } from "@/api";
import { errorOf } from "@/api/errors";
import { follow } from "@/features/conversations/answering/follow";
import { isLast, isPause, type RunEndData, type RunEvent } from "./events";
import { readSteps, runsKey, stopRun } from "./queries";
import { NodeStates } from "./states";
import { heardStep, type Step, statesOf, stepOf, type Values } from "./steps";

/** The run of a draft that is shown while one edits it. */
export interface Tried {
  state: "none" | "running" | "paused" | "over";
  runId: string | null;
  status: RunEndData["status"] | null;
  /** What it has said so far. */
  text: string;
  outputs: Values | null;
  error: string | null;
  /** Why it could not even start, or not be heard to its end. */
  refusal: ApiError | null;
  steps: readonly Step[];
  seconds: number | null;
  tokens: number;
  lost: boolean;
  stopping: boolean;
}

const NOTHING: Tried = {
  state: "none",
  runId: null,
  status: null,
  text: "",
  outputs: null,
  error: null,
  refusal: null,
  steps: [],
  seconds: null,
  tokens: 0,
  lost: false,
  stopping: false,
};

const seconds = () => Date.now() / 1000;

function later(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const stop = () => fail(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    setTimeout(() => {
      signal.removeEventListener("abort", stop);
      done();
    }, milliseconds);
  });
}

/** Runs the draft of one app: one run at a time, heard to its end. */
export class RunTrial {
  readonly states = new NodeStates();
  private tried = NOTHING;
  private listeners = new Set<() => void>();
  private following: AbortController | null = null;

  constructor(readonly appId: string) {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** The same object until something changes. */
  read = () => this.tried;

  get isBusy(): boolean {
    return this.tried.state === "running";
  }

  /** `root`: where it begins, if not at the start. */
  run(inputs: Values, root?: string): Promise<void> {
    this.states.clear();
    return this.stream("workflows/draft/run", { inputs, ...(root ? { start_node_id: root } : {}) });
  }

  /** With the next event of a trigger; `heard` is called when there is one. Throws ApiError, or what aborts `signal`. */
  async listen(nodeId: string, signal: AbortSignal, heard: () => void): Promise<void> {
    for (;;) {
      const reply = await this.post("workflows/draft/trigger/run", { node_id: nodeId }, signal);
      if (!reply.ok) throw await errorOf(reply);
      if (!reply.headers.get("Content-Type")?.startsWith("application/json")) {
        heard();
        this.states.clear();
        return this.heard(() => Promise.resolve(reply));
      }
      await later(((await reply.json()) as Schemas["Waiting"]).retry_in ?? 2000, signal);
    }
  }

  /** Once more from a node: what came before it, and has not changed since, is taken from that run. */
  from(runId: string, nodeId: string): Promise<void> {
    this.states.clear();
    const begun = (event: RunEvent) => {
      if (event.event === "workflow_started") void this.reused(event.data.id).catch(() => {});
    };
    return this.stream(`workflow-runs/${runId}/rerun`, { node_id: nodeId, draft: true }, begun);
  }

  /** A run that somebody has started elsewhere, from its beginning on. */
  watch(runId: string): Promise<void> {
    this.states.clear();
    return this.heard((signal) => apiFetch(`/console/api/apps/${this.appId}/runs/${runId}/events`, { signal }));
  }

  /** One node by itself, with these values of others. Throws ApiError. */
  async node(nodeId: string, inputs: Values): Promise<Step> {
    this.states.set(nodeId, { status: "running" });
    try {
      const response = await this.post(`workflows/draft/nodes/${encodeURIComponent(nodeId)}/run`, { inputs });
      if (!response.ok) throw await errorOf(response);
      const step = stepOf((await response.json()) as Schemas["StepOut"]);
      const { status, error } = step;
      this.states.set(nodeId, { status, seconds: step.seconds ?? 0, ...(error ? { error } : {}) });
      return step;
    } catch (error) {
      this.states.set(nodeId, { status: "failed", error: asApiError(error).message });
      throw error;
    } finally {
      this.settle();
    }
  }

  /** Of a run that somebody else follows, such as a conversation. */
  hear = (event: RunEvent): void => {
    if (event.event === "workflow_started") {
      this.states.clear();
      this.set({ ...NOTHING, state: "running" });
    }
    this.states.hear(event);
    this.set(heardRun(this.tried, event, seconds()));
    if (isLast(event) || isPause(event)) this.settle();
  };

  async stop(): Promise<void> {
    const { runId } = this.tried;
    if (!this.isBusy || !runId) return;
    this.set({ ...this.tried, stopping: true });
    try {
      await stopRun(this.appId, runId);
    } catch (error) {
      this.set({ ...this.tried, stopping: false });
      throw error;
    }
  }

  /** Listen no more. The run goes on, and is in the list of runs. */
  leave(): void {
    this.following?.abort();
    this.following = null;
    if (this.isBusy) this.set(NOTHING);
  }

  private stream(path: string, body: object, also?: (event: RunEvent) => void): Promise<void> {
    return this.heard((signal) => this.post(path, body, signal), also);
  }

  private async heard(ask: (signal: AbortSignal) => Promise<Response>, also?: (event: RunEvent) => void) {
    if (this.isBusy) return;
    // One that still waits for somebody's answer.
    this.following?.abort();
    const following = new AbortController();
    this.following = following;
    this.set({ ...NOTHING, state: "running" });
    const { signal } = following;
    try {
      await follow<RunEvent>({
        ask: () => ask(signal),
        resume: (runId, lastId) => {
          const headers: HeadersInit = lastId ? { "Last-Event-ID": lastId } : {};
          return apiFetch(`/console/api/apps/${this.appId}/runs/${runId}/events`, { headers, signal });
        },
        isEnd: isLast,
        hear: (event) => {
          if (signal.aborted) return;
          this.states.hear(event);
          this.set(heardRun(this.tried, event, seconds()));
          if (isPause(event)) this.settle();
          also?.(event);
        },
        setLost: (lost) => this.tried.lost !== lost && this.set({ ...this.tried, lost }),
        signal,
      });
    } catch (error) {
      this.states.clear();
      this.set({ ...this.tried, state: "over", refusal: asApiError(error), lost: false });
    }
    this.settle();
  }

  /** Steps that a run began with: nothing is told of them while it runs. */
  private async reused(runId: string) {
    // Not by a query, which the end of the run would cancel.
    const steps = await readSteps(this.appId, runId);
    if (this.tried.runId !== runId) return;
    const reused = steps.filter((each) => each.reused);
    for (const [nodeId, state] of statesOf(reused)) this.states.set(nodeId, state);
    this.set({ ...this.tried, steps: [...reused, ...this.tried.steps] });
  }

  private post(path: string, body: object, signal?: AbortSignal): Promise<Response> {
    const headers = { "Content-Type": "application/json" };
    const asked = { method: "POST", headers, body: JSON.stringify(body), ...(signal ? { signal } : {}) };
    return apiFetch(`/console/api/apps/${this.appId}/${path}`, asked);
  }

  /** The inspector and the list of runs know more now. */
  private settle() {
    void queryClient.invalidateQueries({ queryKey: runsKey(this.appId) });
  }

  private set(next: Tried) {
    this.tried = next;
    for (const listener of this.listeners) listener();
  }
}

/** The run after an event. */
export function heardRun(before: Tried, event: RunEvent, now: number): Tried {
  const runId = event.workflow_run_id ?? event.task_id ?? before.runId;
  // Whatever is told after a pause, it is over.
  const state = before.state === "paused" ? "running" : before.state;
  const next: Tried = { ...before, state, runId, steps: heardStep(before.steps, event, now) };
  switch (event.event) {
    case "text_chunk":
      return { ...next, text: next.text + event.data.text };
    case "text_replace":
      return { ...next, text: event.data.text };
    case "message":
      return { ...next, text: next.text + event.answer };
    case "message_replace":
      return { ...next, text: event.answer };
    case "workflow_paused":
      return { ...next, state: "paused" };
    case "workflow_finished": {
      const { status, outputs, error, elapsed_time, total_tokens } = event.data;
      return { ...next, state: "over", status, outputs, error, seconds: elapsed_time, tokens: total_tokens };
    }
    case "error": {
      // A run that was stopped before it could begin ends with this code.
      if (event.code === "stopped") return { ...next, state: "over", status: "stopped" };
      const refusal = new ApiError(event.code, event.message, event.status);
      return { ...next, state: "over", status: "failed", error: next.error ?? event.message, refusal };
    }
    default:
      return next;
  }
}

const trials = new Map<string, RunTrial>();

/** The one of an app: the panel, the canvas and the nodes' forms look at the same run. */
export function trialOf(appId: string): RunTrial {
  const found = trials.get(appId) ?? new RunTrial(appId);
  trials.set(appId, found);
  return found;
}
