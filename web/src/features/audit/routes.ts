import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "@/features/accounts/routes";
import { page } from "@/routing";
import { auditSearch } from "./search";

const audit = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/audit",
  validateSearch: auditSearch,
  component: page("audit", () => import("./AuditPage"), "AuditPage"),
});

export const auditRoutes = [audit] as const;
