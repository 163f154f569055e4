import { Rss } from "lucide-react";
import type { WorkspacePage } from "@/routing";

export const workspacePages: WorkspacePage[] = [
  { to: "/subscriptions", label: "subscriptions", icon: Rss, place: 60, offered: ({ can }) => can("edit") },
];
