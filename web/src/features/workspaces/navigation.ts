import { Building2, Users } from "lucide-react";
import type { WorkspacePage } from "@/routing";

export const settingsPages: WorkspacePage[] = [
  { to: "/settings/members", label: "members", icon: Users, place: 12 },
  { to: "/settings/workspaces", label: "workspaces", icon: Building2, place: 14 },
];
