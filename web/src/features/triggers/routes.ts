import { createRoute } from "@tanstack/react-router";
import { appRoute } from "@/features/apps/routes";
import { page } from "@/routing";
import { triggersSearch } from "./search";

const triggers = createRoute({
  getParentRoute: () => appRoute,
  path: "/triggers",
  validateSearch: triggersSearch,
  component: page("triggers", () => import("./TriggersPage"), "TriggersPage"),
});

/** Under /apps/{id}. */
export const triggersInApp = [triggers] as const;
