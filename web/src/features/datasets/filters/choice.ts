// Which documents are searched, as apps and nodes say it alike. What is not known here stays as it is.
import type { Conditions } from "./conditions";

export type Filtering = Record<string, unknown>;

/** How the documents to search are chosen: not at all, by conditions, or by a filter that the app's model writes. */
export const FILTER_MODES = ["disabled", "manual", "automatic"] as const;
export type FilterMode = (typeof FILTER_MODES)[number];

export const filterModeOf = ({ metadata_filtering_mode: mode }: Filtering): FilterMode =>
  FILTER_MODES.find((each) => each === mode) ?? "disabled";

/** Conditions stay when others decide for a while. */
export const withFilterMode = <C extends Filtering>(configs: C, mode: FilterMode): C => ({
  ...configs,
  metadata_filtering_mode: mode,
});

export function filterOf({ metadata_filtering_conditions: given }: Filtering): Conditions {
  const { logical_operator, conditions } = (given ?? {}) as Partial<Conditions>;
  return { logical_operator: logical_operator ?? "and", conditions: conditions ?? [] };
}

export const withFilter = <C extends Filtering>(configs: C, filter: Conditions): C => ({
  ...configs,
  metadata_filtering_conditions: filter,
});
