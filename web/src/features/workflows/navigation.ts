import { Workflow } from "lucide-react";
import { isDrawn } from "@/features/apps/modes";
import type { AppPage } from "@/routing";

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
