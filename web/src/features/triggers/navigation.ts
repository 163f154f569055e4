import { CalendarClock } from "lucide-react";
import type { WorkspacePage } from "@/routing";

export const workspacePages: WorkspacePage[] = [
  { to: "/schedules", label: "schedules", icon: CalendarClock, place: 50, offered: ({ can }) => can("read") },
];
