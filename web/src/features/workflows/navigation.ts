import { GitCompare, ListChecks, UserRoundCheck, Workflow } from "lucide-react";
import { isDrawn } from "@/features/apps/modes";
import type { AppPage, WorkspacePage } from "@/routing";

export const workspacePages: WorkspacePage[] = [
  { to: "/waiting", label: "waiting", icon: UserRoundCheck, place: 45, offered: ({ can }) => can("read") },
];

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
