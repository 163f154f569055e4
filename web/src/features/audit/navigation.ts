import { History } from "lucide-react";
import type { WorkspacePage } from "@/routing";

export const settingsPages: WorkspacePage[] = [
  { to: "/settings/audit", label: "audit", icon: History, place: 80, offered: ({ can }) => can("manage") },
];
