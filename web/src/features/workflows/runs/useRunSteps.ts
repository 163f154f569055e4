import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { isOpen, type RunDetail, runQuery, stepsQuery } from "../running/queries";
import { NodeStates } from "../running/states";
import { type Step, statesOf } from "../running/steps";
import { RunTrial } from "../running/trial";

/** The steps of a run and how its nodes fare: as they are told while it runs, then as they are stored. */
export function useRunSteps(appId: string, run: RunDetail): { states: NodeStates; steps: readonly Step[] } {
  const queries = useQueryClient();
  const [live] = useState(() => new RunTrial(appId));
  const told = useSyncExternalStore(live.subscribe, live.read);
  const open = isOpen(run);
  const stored = useQuery({ ...stepsQuery(appId, run.id), enabled: !open });
  useEffect(() => {
    if (!open) return;
    void live.watch(run.id).then(() => queries.invalidateQueries({ queryKey: runQuery(appId, run.id).queryKey }));
    return () => live.leave();
  }, [open, live, appId, run.id, queries]);
  const states = useMemo(() => {
    const found = new NodeStates();
    found.replace(statesOf(stored.data ?? []), stored.data !== undefined && run.status !== "paused");
    return found;
  }, [stored.data, run.status]);
  if (open || !stored.data) return { states: live.states, steps: told.steps };
  return { states, steps: stored.data };
}
