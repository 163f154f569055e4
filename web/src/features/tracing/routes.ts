import { createRoute } from "@tanstack/react-router";
import { appRoute } from "@/features/apps/routes";
import { page } from "@/routing";

const tracing = createRoute({
  getParentRoute: () => appRoute,
  path: "/tracing",
  component: page("tracing", () => import("./TracingPage"), "TracingPage"),
});

/** Under /apps/{id}. */
export const tracingInApp = [tracing] as const;
