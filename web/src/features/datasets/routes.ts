import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { page } from "@/routing";
import { citationSearch, keywordSearch, querySearch } from "./search";

const knowledge = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/knowledge",
  validateSearch: keywordSearch,
  component: page("datasets", () => import("./DatasetsPage"), "DatasetsPage"),
});

const documents = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId",
  validateSearch: keywordSearch,
  component: page("datasets", () => import("./documents/DocumentsPage"), "DocumentsPage"),
});

const searching = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId/search",
  validateSearch: querySearch,
  component: page("datasets", () => import("./searching/SearchPage"), "SearchPage"),
});

/** Citations of the API lead here. */
const reader = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/datasets/$datasetId/documents/$documentId",
  validateSearch: citationSearch,
  component: page("datasets", () => import("./reader/DocumentPage"), "DocumentPage"),
});

export const datasetsRoutes = [knowledge, documents, searching, reader] as const;
