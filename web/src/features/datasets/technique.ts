import type { Dataset } from "./queries";

/** How a knowledge base is searched. "automatic": the API chooses when the first document comes. */
export type Technique = "high_quality" | "economy" | "automatic";

/** How one is searched, as it is told; "none": not chosen yet. */
export function techniqueOf({ provider, indexing_technique: own }: Pick<Dataset, "provider" | "indexing_technique">) {
  return provider === "external" ? "external" : (own ?? "none");
}

/** What can be chosen, the usual one first. `model`: the workspace's embedding model; undefined: not known. */
export function choicesOf(model: object | null | undefined): Technique[] {
  if (model === undefined) return ["automatic", "economy"];
  return model === null ? ["economy"] : ["high_quality", "economy"];
}
