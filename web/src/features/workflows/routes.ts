import { createRoute } from "@tanstack/react-router";
import { appRoute } from "@/features/apps/routes";
import { page } from "@/routing";
import { editorSearch } from "./search";

const editor = createRoute({
  getParentRoute: () => appRoute,
  path: "/workflow",
  validateSearch: editorSearch,
  component: page(["workflows", "apps"], () => import("./editor/WorkflowPage"), "WorkflowPage"),
});

/** Under /apps/{id}. */
export const workflowsInApp = [editor] as const;
