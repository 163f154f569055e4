import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { page } from "@/routing";
import { citationSearch, documentsSearch, knowledgeSearch, querySearch, setSearch } from "./search";

const knowledge = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/knowledge",
  validateSearch: knowledgeSearch,
  component: page("datasets", () => import("./DatasetsPage"), "DatasetsPage"),
});

const services = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/knowledge/services",
  component: page("datasets", () => import("./external/ServicesPage"), "ServicesPage"),
});

const documents = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId",
  validateSearch: documentsSearch,
  component: page("datasets", () => import("./documents/DocumentsPage"), "DocumentsPage"),
});

const sources = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId/sources",
  component: page("datasets", () => import("./sources/SourcesPage"), "SourcesPage"),
});

const metadata = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId/metadata",
  component: page("datasets", () => import("./metadata/MetadataPage"), "MetadataPage"),
});

const pipeline = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId/pipeline",
  component: page("datasets", () => import("./pipelines/PipelinePage"), "PipelinePage"),
});

const searching = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId/search",
  validateSearch: querySearch,
  component: page("datasets", () => import("./searching/SearchPage"), "SearchPage"),
});

const evaluation = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId/evaluation",
  validateSearch: setSearch,
  component: page(["datasets", "providers"], () => import("./evaluation/EvaluationPage"), "EvaluationPage"),
});

const keys = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId/keys",
  component: page(["datasets", "keys"], () => import("./keys/KeysPage"), "KeysPage"),
});

const settings = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId/settings",
  component: page(["datasets", "providers"], () => import("./settings/SettingsPage"), "SettingsPage"),
});

/** Citations of the API lead here. */
const reader = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId/documents/$documentId",
  validateSearch: citationSearch,
  component: page("datasets", () => import("./reader/DocumentPage"), "DocumentPage"),
});

export const datasetsRoutes = [
  knowledge,
  services,
  documents,
  sources,
  metadata,
  pipeline,
  searching,
  evaluation,
  keys,
  settings,
  reader,
] as const;
