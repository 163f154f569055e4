import { UserRoundCheck, Workflow } from "lucide-react";
import { isDrawn } from "@/features/apps/modes";
import type { AppPage, WorkspacePage } from "@/routing";

export const workspacePages: WorkspacePage[] = [
  { to: "/waiting", label: "waiting", icon: UserRoundCheck, place: 45, offered: ({ can }) => can("read") },
];

export const appPages: AppPage[] = [
  {
    to: "/apps/$appId/workflow",
    label: "workflow",
    icon: Workflow,
    group: "build",
    place: 15,
    offered: ({ can }, mode) => isDrawn(mode) && can("read"),
    publishes: true,
  },
];
