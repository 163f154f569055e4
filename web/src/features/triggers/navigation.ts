import { CalendarClock, Zap } from "lucide-react";
import type { AppPage, WorkspacePage } from "@/routing";

export const workspacePages: WorkspacePage[] = [
  { to: "/schedules", label: "schedules", icon: CalendarClock, place: 50, offered: ({ can }) => can("read") },
];

export const appPages: AppPage[] = [
  {
    to: "/apps/$appId/triggers",
    label: "triggers",
    icon: Zap,
    group: "deploy",
    place: 30,
    offered: ({ can }, mode) => mode === "workflow" && can("read"),
  },
];
