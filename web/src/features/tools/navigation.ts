import { Wrench } from "lucide-react";
import type { WorkspacePage } from "@/routing";

export const workspacePages: WorkspacePage[] = [
  { to: "/tools", label: "tools", icon: Wrench, place: 40, offered: ({ can }) => can("edit") },
];
