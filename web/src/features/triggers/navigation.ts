import { CalendarClock, Rss, Zap } from "lucide-react";
import type { AppPage, WorkspacePage } from "@/routing";

export const workspacePages: WorkspacePage[] = [
  { to: "/schedules", label: "schedules", icon: CalendarClock, place: 50, offered: ({ can }) => can("read") },
  { to: "/subscriptions", label: "subscriptions", icon: Rss, place: 60, offered: ({ can }) => can("edit") },
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
