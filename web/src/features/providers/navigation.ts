import { Cpu } from "lucide-react";
import type { WorkspacePage } from "@/routing";

export const settingsPages: WorkspacePage[] = [
  { to: "/settings/providers", label: "providers", icon: Cpu, place: 20, offered: ({ can }) => can("read") },
];
