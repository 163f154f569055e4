import { createRoute } from "@tanstack/react-router";
import { consoleRoute } from "@/features/accounts/routes";
import { appRoute } from "@/features/apps/routes";
import { page, root } from "@/routing";
import { editorSearch, waitingSearch } from "./search";

const editor = createRoute({
  getParentRoute: () => appRoute,
  path: "/workflow",
  validateSearch: editorSearch,
  component: page(["workflows", "apps"], () => import("./editor/WorkflowPage"), "WorkflowPage"),
});

/** Under /apps/{id}. */
export const workflowsInApp = [editor] as const;

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
