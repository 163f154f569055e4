import { GitCompare, ListChecks, Workflow } from "lucide-react";
import { isDrawn } from "@/features/apps/modes";
import type { AppPage } from "@/routing";

const offered: AppPage["offered"] = ({ can }, mode) => isDrawn(mode) && can("read");

export const appPages: AppPage[] = [
  {
    to: "/apps/$appId/workflow",
    label: "workflow",
    icon: Workflow,
    group: "build",
    place: 15,
    offered,
    publishes: true,
  },
  {
    to: "/apps/$appId/workflow-versions",
    label: "workflowVersions",
    icon: GitCompare,
    group: "deploy",
    place: 5,
    offered,
  },
  { to: "/apps/$appId/runs", label: "runs", icon: ListChecks, group: "monitor", place: 20, offered },
];
