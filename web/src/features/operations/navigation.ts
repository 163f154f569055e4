import { Activity } from "lucide-react";
import type { WorkspacePage } from "@/routing";

export const workspacePages: WorkspacePage[] = [
  { to: "/operations", label: "operations", icon: Activity, place: 80, offered: ({ operates }) => operates },
];
