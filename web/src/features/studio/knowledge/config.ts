// The knowledge bases of an app, in `dataset_configs` as the API has it. What is not known here stays as it is.
import type { Config } from "@/features/apps/configs/config";
import type { Conditions } from "@/features/datasets/filters/conditions";
import type { Given } from "@/features/datasets/retrieval/ranking";

type Configs = Config["dataset_configs"] & Given;
type Entry = { dataset?: { id?: unknown; enabled?: unknown } };

export const MAX_DATASETS = 20;

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

/** By which documents are chosen; null: all are searched. */
export function filterOf({ metadata_filtering_mode: mode, metadata_filtering_conditions: given }: Configs) {
  if (mode !== "manual") return null;
  const { logical_operator, conditions } = (given ?? {}) as Partial<Conditions>;
  return { logical_operator: logical_operator ?? "and", conditions: conditions ?? [] };
}

export function withFilter(configs: Configs, filter: Conditions | null): Configs {
  return {
    ...configs,
    metadata_filtering_mode: filter ? "manual" : "disabled",
    metadata_filtering_conditions: filter,
  };
}

function entriesOf(datasets: Configs["datasets"]): Entry[] {
  return Array.isArray(datasets?.datasets) ? (datasets.datasets as Entry[]) : [];
}
