import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Graph } from "../graph/types";
import { AGAIN_MS, isOpen, type RunDetail, runQuery, stepsQuery } from "../running/queries";
import { NodeStates } from "../running/states";
import { endedStates, type Step, statesOf } from "../running/steps";
import { RunTrial } from "../running/trial";

/** The steps of a run and how its nodes fare: as they are told while it runs, then as they are stored. */
export function useRunSteps(
  appId: string,
  run: RunDetail,
  graph: Graph,
): { states: NodeStates; steps: readonly Step[] } {
  const queries = useQueryClient();
  const [live] = useState(() => new RunTrial(appId));
  const told = useSyncExternalStore(live.subscribe, live.read);
  const open = isOpen(run);
  // What was heard may have ended before the run did: at a pause that is over, or with the connection.
  const hearing = open && told.state === "running";
  const stored = useQuery({
    ...stepsQuery(appId, run.id),
    enabled: !hearing,
    refetchInterval: open ? AGAIN_MS : false,
  });
  useEffect(() => {
    if (!open) return;
    void live.watch(run.id).then(() => queries.invalidateQueries({ queryKey: runQuery(appId, run.id).queryKey }));
    return () => live.leave();
  }, [open, live, appId, run.id, queries]);
  const states = useMemo(() => {
    const found = new NodeStates();
    const steps = stored.data ?? [];
    const isOver = stored.data !== undefined && !open && run.status !== "paused";
    found.replace(isOver ? endedStates(graph, steps) : statesOf(steps));
    return found;
  }, [stored.data, open, run.status, graph]);
  if (hearing || !stored.data) return { states: live.states, steps: told.steps };
  return { states, steps: stored.data };
}
