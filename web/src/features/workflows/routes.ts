import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { appRoute } from "@/features/apps/routes";
import { page, root } from "@/routing";
import { runSearch, runsSearch } from "./runs/search";
import { editorSearch, waitingSearch } from "./search";
import { versionsSearch } from "./versions/search";

const editor = createRoute({
  getParentRoute: () => appRoute,
  path: "/workflow",
  validateSearch: editorSearch,
  component: page(["workflows", "apps"], () => import("./editor/WorkflowPage"), "WorkflowPage"),
});

const versions = createRoute({
  getParentRoute: () => appRoute,
  path: "/workflow-versions",
  validateSearch: versionsSearch,
  component: page(["workflows", "assets"], () => import("./versions/VersionsPage"), "VersionsPage"),
});

const runs = createRoute({ getParentRoute: () => appRoute, path: "/runs" });

const allRuns = createRoute({
  getParentRoute: () => runs,
  path: "/",
  validateSearch: runsSearch,
  component: page("workflows", () => import("./runs/RunsPage"), "RunsPage"),
});

const oneRun = createRoute({
  getParentRoute: () => runs,
  path: "/$runId",
  validateSearch: runSearch,
  component: page(["workflows", "assets", "conversations"], () => import("./runs/RunPage"), "RunPage"),
});

/** Under /apps/{id}. */
export const workflowsInApp = [editor, versions, runs.addChildren([allRuns, oneRun])] as const;

const waiting = createRoute({
  getParentRoute: () => consoleRoute,
  path: "/waiting",
  validateSearch: waitingSearch,
  component: page("workflows", () => import("./people/WaitingPage"), "WaitingPage"),
});

export const workflowsRoutes = [waiting] as const;

// For whoever has a form's link, with an account or without.
const form = createRoute({
  getParentRoute: () => root,
  path: "/form/$token",
  component: page("workflows", () => import("./people/FormPage"), "FormPage"),
});

export const publicWorkflowsRoutes = [form] as const;
