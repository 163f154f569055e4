import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, apiFetch, call, errorOf, type Schemas } from "@/api";
import { DATASET, datasetKey } from "../queries";

export type EvaluationSet = Schemas["EvaluationSetOut"];
export type Run = Schemas["EvaluationRunOut"];
export type Compared = Schemas["ComparedQuestion"];

export type Question = Schemas["EvaluationQuestionOut"];
export type Given = Schemas["QuestionIn"];

export const SETS = `${DATASET}/evaluation-sets` as const;
export const ONE = `${SETS}/{set_id}` as const;

export const evaluationKey = (datasetId: string) => [...datasetKey(datasetId), "evaluation"];
const paths = (datasetId: string, setId: string) => ({ dataset_id: datasetId, set_id: setId });

export const setsQuery = (datasetId: string) =>
  queryOptions({
    queryKey: [...evaluationKey(datasetId), "sets"],
    queryFn: async ({ signal }) => {
      const params = { path: { dataset_id: datasetId } };
      return (await call(api.GET(SETS, { params, signal }))).data;
    },
  });

export const isOpen = (run: Run) => run.state === "waiting" || run.state === "running";

/** The runs of a set, the newest first; looked at again while one goes on. */
export const runsQuery = (datasetId: string, setId: string) =>
  queryOptions({
    queryKey: [...evaluationKey(datasetId), setId, "runs"],
    queryFn: async ({ signal }) => {
      const params = { path: paths(datasetId, setId), query: { limit: 100 } };
      return (await call(api.GET(`${ONE}/runs`, { params, signal }))).data;
    },
    refetchInterval: ({ state }) => (state.data?.some(isOpen) ? 1_500 : false),
  });

/** What one run has made better or worse than another, the worst first. */
export const comparisonQuery = (datasetId: string, setId: string, baseline: string, run: string) =>
  queryOptions({
    queryKey: [...evaluationKey(datasetId), setId, "comparison", baseline, run],
    queryFn: ({ signal }) => {
      const params = { path: { ...paths(datasetId, setId), run_id: run }, query: { baseline, limit: 100 } };
      return call(api.GET(`${ONE}/runs/{run_id}/comparison`, { params, signal }));
    },
  });

export const createSet = (datasetId: string, name: string) =>
  call(api.POST(SETS, { params: { path: { dataset_id: datasetId } }, body: { name } }));

export const deleteSet = (datasetId: string, setId: string) =>
  call(api.DELETE(ONE, { params: { path: paths(datasetId, setId) } }));

export const startRun = (datasetId: string, setId: string, body: Schemas["EvaluationRunIn"]) =>
  call(api.POST(`${ONE}/runs`, { params: { path: paths(datasetId, setId) }, body }));

export const deleteRun = (datasetId: string, setId: string, runId: string) =>
  call(api.DELETE(`${ONE}/runs/{run_id}`, { params: { path: { ...paths(datasetId, setId), run_id: runId } } }));

/** The questions of a set in their order, page by page. */
export const questionsQuery = (datasetId: string, setId: string) =>
  infiniteQueryOptions({
    queryKey: [...evaluationKey(datasetId), setId, "questions"],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: paths(datasetId, setId), query: { page: pageParam, limit: 50 } };
      return call(api.GET(`${ONE}/questions`, { params, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

export const deleteQuestion = (datasetId: string, setId: string, questionId: string) => {
  const path = { ...paths(datasetId, setId), question_id: questionId };
  return call(api.DELETE(`${ONE}/questions/{question_id}`, { params: { path } }));
};

/** Adds a question, or puts it in the place of one. That one goes last: it is not lost if the new one is rejected. */
export async function saveQuestion(datasetId: string, setId: string, before: Question | undefined, given: Given) {
  const params = { path: paths(datasetId, setId) };
  await call(api.POST(`${ONE}/questions`, { params, body: { questions: [given] } }));
  if (before && before.question !== given.question) await deleteQuestion(datasetId, setId, before.id);
}

/** Questions from a CSV or JSON lines file. */
export async function importQuestions(datasetId: string, setId: string, file: File) {
  const body = new FormData();
  body.append("file", file);
  const address = `/console/api/datasets/${datasetId}/evaluation-sets/${setId}/questions/import`;
  const response = await apiFetch(address, { method: "POST", body });
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as Schemas["QuestionsImported"];
}
