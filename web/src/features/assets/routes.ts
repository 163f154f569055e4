import { createRoute } from "@tanstack/react-router";
import { appRoute } from "@/features/apps/routes";
import { page } from "@/routing";
import { assetsSearch } from "./search";
import { versionsSearch } from "./versions/search";

const assets = createRoute({
  getParentRoute: () => appRoute,
  path: "/assets",
  validateSearch: assetsSearch,
  component: page("assets", () => import("./AssetsPage"), "AssetsPage"),
});

const versions = createRoute({
  getParentRoute: () => appRoute,
  path: "/versions",
  validateSearch: versionsSearch,
  component: page("assets", () => import("./versions/VersionsPage"), "VersionsPage"),
});

const skills = createRoute({
  getParentRoute: () => appRoute,
  path: "/skills",
  component: page("assets", () => import("./skills/SkillsPage"), "SkillsPage"),
});

export const assetsRoutes = [assets, versions, skills] as const;
