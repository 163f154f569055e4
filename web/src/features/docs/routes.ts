import { createRoute } from "@tanstack/react-router";
import { page, root } from "@/routing";
import { docsSearch } from "./search";

const docs = createRoute({
  getParentRoute: () => root,
  path: "/docs",
  validateSearch: docsSearch,
  component: page("docs", () => import("./DocsPage"), "DocsPage"),
});

export const docsRoutes = [docs] as const;
