import { createRoute } from "@tanstack/react-router";
import { appRoute } from "@/features/apps/routes";
import { page } from "@/routing";

const studio = createRoute({
  getParentRoute: () => appRoute,
  path: "/studio",
  component: page(
    ["studio", "conversations", "providers", "apps", "datasets"],
    () => import("./StudioPage"),
    "StudioPage",
  ),
});

export const studioRoutes = [studio] as const;
