import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { type Step, stepOf } from "./steps";

export type Run = Schemas["RunSummary"];
export type RunDetail = Schemas["RunDetail"];
export type Item = Schemas["ItemOut"];

const at = "/console/api/apps/{app_id}/workflow-runs" as const;
const OPEN = ["queued", "running"];
/** What is under way is asked for again. */
export const AGAIN_MS = 3000;

/** All that is known of an app's runs. */
export const runsKey = (appId: string) => ["app", appId, "workflow-runs"];

/** Whether more is to come of it without anybody doing anything. */
export const isOpen = (run: Pick<Run, "status">) => OPEN.includes(run.status);

export type RunsWanted = { status?: string | undefined; from?: string; keyword?: string; workflow?: string };

/** Pages of runs, the newest first. */
export const runsQuery = (appId: string, { status, from, keyword = "", workflow }: RunsWanted) =>
  infiniteQueryOptions({
    queryKey: [...runsKey(appId), "all", { status, from, keyword, workflow }],
    queryFn: ({ pageParam, signal }) => {
      const filters = { status, triggered_from: from, keyword, workflow_id: workflow } as object;
      const query = { limit: 30, ...(pageParam ? { last_id: pageParam } : {}), ...filters };
      return call(api.GET(at, { params: { path: { app_id: appId }, query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.has_more ? (last.data.at(-1)?.id ?? null) : null),
    refetchInterval: ({ state }) => (state.data?.pages[0]?.data.some(isOpen) ? AGAIN_MS : false),
  });

export const runQuery = (appId: string, runId: string) =>
  queryOptions({
    queryKey: [...runsKey(appId), runId],
    queryFn: ({ signal }) =>
      call(api.GET(`${at}/{run_id}`, { params: { path: { app_id: appId, run_id: runId } }, signal })),
    refetchInterval: ({ state }) => {
      if (state.data?.status === "paused") return 4 * AGAIN_MS;
      return state.data && isOpen(state.data) ? AGAIN_MS : false;
    },
  });

/** The steps of one item or round; of none, where `frame` is empty. */
export const stepsQuery = (appId: string, runId: string, frame = "") =>
  queryOptions({
    queryKey: [...runsKey(appId), runId, "steps", frame],
    queryFn: ({ signal }) => readSteps(appId, runId, frame, signal),
  });

export async function readSteps(appId: string, runId: string, frame = "", signal?: AbortSignal): Promise<Step[]> {
  const params = { path: { app_id: appId, run_id: runId }, query: { frame: frame || "top" } };
  const asked = signal ? { params, signal } : { params };
  return (await call(api.GET(`${at}/{run_id}/node-executions`, asked))).data.map(stepOf);
}

export const stepQuery = (appId: string, runId: string, stepId: string) =>
  queryOptions({
    queryKey: [...runsKey(appId), runId, "step", stepId],
    queryFn: async ({ signal }) => {
      const params = { path: { app_id: appId, run_id: runId, step_id: stepId } };
      return stepOf(await call(api.GET(`${at}/{run_id}/node-executions/{step_id}`, { params, signal })));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export const ITEMS = 50;

export const itemsQuery = (appId: string, runId: string, container: string, page: number) =>
  queryOptions({
    queryKey: [...runsKey(appId), runId, "items", container, page],
    queryFn: ({ signal }) => {
      const query = { container, page, limit: ITEMS };
      return call(
        api.GET(`${at}/{run_id}/items`, { params: { path: { app_id: appId, run_id: runId }, query }, signal }),
      );
    },
  });

/** The newest run of the draft that has ended: what "Run from here" goes on from. */
export const lastTriedQuery = (appId: string) =>
  queryOptions({
    queryKey: [...runsKey(appId), "last tried"],
    queryFn: async ({ signal }) => {
      const query = { limit: 20, triggered_from: "debugging" } as const;
      const { data } = await call(api.GET(at, { params: { path: { app_id: appId }, query }, signal }));
      return data.find((run) => !isOpen(run) && run.status !== "paused") ?? null;
    },
  });

/** What a node reads when it runs by itself, as the inspector has it. */
export const nodeInputsQuery = (appId: string, nodeId: string) =>
  queryOptions({
    queryKey: [...runsKey(appId), "inputs of", nodeId],
    queryFn: async ({ signal }) => {
      const path = { app_id: appId, node_id: nodeId };
      const reply = api.GET("/console/api/apps/{app_id}/workflows/draft/nodes/{node_id}/inputs", {
        params: { path },
        signal,
      });
      return (await call(reply)).items;
    },
  });

export function stopRun(appId: string, runId: string): Promise<unknown> {
  return call(api.POST(`${at}/{run_id}/stop`, { params: { path: { app_id: appId, run_id: runId } } }));
}
