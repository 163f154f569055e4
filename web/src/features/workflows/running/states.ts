// How each node fares in the run that is shown. One subscription a node: an event draws one card anew, not the canvas.
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { RunEvent } from "./events";

export interface NodeState {
  status: "running" | "succeeded" | "failed" | "exception" | "retry" | "paused" | "stopped" | "skipped";
  seconds?: number;
  error?: string;
  /** Of an iteration or a loop; `total` of a loop: at most. */
  items?: { done: number; total?: number };
}

const SKIPPED: NodeState = { status: "skipped" };

export class NodeStates {
  private states = new Map<string, NodeState>();
  private listeners = new Map<string, Set<() => void>>();
  /** Of nodes that nothing was heard of. */
  private rest: NodeState | undefined;

  /** The same object until the node's state changes. */
  get = (nodeId: string): NodeState | undefined => this.states.get(nodeId) ?? this.rest;

  subscribe(nodeId: string, listener: () => void): () => void {
    const mine = this.listeners.get(nodeId) ?? new Set();
    this.listeners.set(nodeId, mine.add(listener));
    return () => {
      mine.delete(listener);
      if (mine.size === 0 && this.listeners.get(nodeId) === mine) this.listeners.delete(nodeId);
    };
  }

  set(nodeId: string, state: NodeState): void {
    this.states.set(nodeId, state);
    this.tell(this.listeners.get(nodeId));
  }

  /** Those of another run. `over`: it has ended, and what it has no state for was skipped. */
  replace(states: Iterable<readonly [string, NodeState]>, over = false): void {
    this.states = new Map(states);
    this.rest = over ? SKIPPED : undefined;
    for (const listeners of this.listeners.values()) this.tell(listeners);
  }

  clear(): void {
    this.replace([]);
  }

  hear(event: RunEvent): void {
    switch (event.event) {
      case "workflow_started":
        if (this.rest) this.replace(this.states);
        break;
      case "node_started":
        this.change(event.data.node_id, { status: "running" });
        break;
      case "node_finished":
      case "node_retry": {
        const { node_id, status, elapsed_time: seconds, error } = event.data;
        this.change(node_id, { status, seconds, ...(error ? { error } : {}) });
        break;
      }
      case "iteration_started":
      case "loop_started": {
        const total = event.data.metadata.iteration_length ?? event.data.metadata.loop_length;
        this.set(event.data.node_id, { status: "running", items: { done: 0, ...(total ? { total } : {}) } });
        break;
      }
      case "iteration_next":
      case "loop_next": {
        const items = { ...this.states.get(event.data.node_id)?.items, done: event.data.index };
        this.set(event.data.node_id, { status: "running", items });
        break;
      }
      case "iteration_completed":
        this.complete(event.data.node_id);
        break;
      case "human_input_required":
        this.change(event.data.node_id, { status: "paused" });
        break;
      case "workflow_finished":
        this.end(event.data.status === "stopped" ? "stopped" : "failed");
        break;
      case "error":
        this.end(event.code === "stopped" ? "stopped" : "failed");
        break;
    }
  }

  /** What it has counted so far stays. */
  private change(nodeId: string, state: NodeState) {
    const items = this.states.get(nodeId)?.items;
    this.set(nodeId, items ? { ...state, items } : state);
  }

  /** All items are done; a loop may have ended before its last round. */
  private complete(nodeId: string) {
    const before = this.states.get(nodeId);
    const total = before?.items?.total;
    if (before && total !== undefined) this.set(nodeId, { ...before, items: { done: total, total } });
  }

  /** Whatever was at work was cut off. */
  private end(cut: "stopped" | "failed") {
    const open = (state: NodeState) => state.status === "running" || state.status === "retry";
    this.replace(
      [...this.states].map(([id, state]) => [id, open(state) ? { ...state, status: cut } : state] as const),
      true,
    );
  }

  private tell(listeners: Set<() => void> | undefined) {
    for (const listener of [...(listeners ?? [])]) listener();
  }
}

/** Of the run that a page shows: around a canvas stands `<StatesContext value={trialOf(appId).states}>`. */
export const StatesContext = createContext(new NodeStates());

export function useNodeState(nodeId: string): NodeState | undefined {
  const states = useContext(StatesContext);
  const subscribe = useCallback((listener: () => void) => states.subscribe(nodeId, listener), [states, nodeId]);
  return useSyncExternalStore(subscribe, () => states.get(nodeId));
}
