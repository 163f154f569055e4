// The knowledge bases of an app, in `dataset_configs` as the API has it. What is not known here stays as it is.
import type { Config } from "@/features/apps/configs/config";
import type { Given } from "@/features/datasets/retrieval/ranking";

type Configs = Config["dataset_configs"] & Given;
type Entry = { dataset?: { id?: unknown; enabled?: unknown } };

/** Those that are on, each once, in their order. */
export function datasetIdsOf({ datasets }: Configs): string[] {
  const on = entriesOf(datasets).filter(({ dataset }) => dataset?.enabled !== false);
  return [...new Set(on.flatMap(({ dataset }) => (typeof dataset?.id === "string" ? [dataset.id] : [])))];
}

export function withDatasetIds(configs: Configs, ids: string[]): Configs {
  const off = entriesOf(configs.datasets).filter(
    ({ dataset }) => dataset?.enabled === false && !ids.includes(String(dataset.id)),
  );
  const on = ids.map((id) => ({ dataset: { id, enabled: true } }));
  return { retrieval_model: "multiple", ...configs, datasets: { ...configs.datasets, datasets: [...on, ...off] } };
}

/** Whether the app's model chooses one knowledge base for each question. */
export const isSingle = ({ retrieval_model }: Configs) => retrieval_model === "single";

export const withSingle = (configs: Configs, single: boolean): Configs => ({
  ...configs,
  retrieval_model: single ? "single" : "multiple",
});

function entriesOf(datasets: Configs["datasets"]): Entry[] {
  return Array.isArray(datasets?.datasets) ? (datasets.datasets as Entry[]) : [];
}
