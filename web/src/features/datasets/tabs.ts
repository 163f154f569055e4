// The pages of one knowledge base: what a new one adds is its line here, in the order of the tabs, and its route.
import type { LinkProps } from "@tanstack/react-router";
import type { Visitor } from "@/routing";
import type datasets from "./locales/en.json";
import type { Dataset } from "./queries";

export type DatasetTab = {
  to: LinkProps["to"];
  /** Its name, in `tabs` of the feature's texts. */
  label: keyof (typeof datasets)["tabs"];
  /** Whether it is there for this visitor and this knowledge base; always, if nothing is said. */
  offered?: (visitor: Pick<Visitor, "can">, dataset: Dataset) => boolean;
};

const toCurators: DatasetTab["offered"] = ({ can }) => can("curate");
// What another service searches has its documents there.
const ofOurs: DatasetTab["offered"] = (_, { provider }) => provider === "vendor";

export const DATASET_TABS: DatasetTab[] = [
  { to: "/datasets/$datasetId", label: "documents" },
  { to: "/datasets/$datasetId/sources", label: "sources", offered: ofOurs },
  { to: "/datasets/$datasetId/metadata", label: "metadata", offered: ofOurs },
  { to: "/datasets/$datasetId/pipeline", label: "pipeline", offered: ofOurs },
  { to: "/datasets/$datasetId/search", label: "search" },
  { to: "/datasets/$datasetId/evaluation", label: "evaluation", offered: ofOurs },
  { to: "/datasets/$datasetId/keys", label: "keys", offered: toCurators },
  { to: "/datasets/$datasetId/settings", label: "settings", offered: toCurators },
];
