import { KeyRound, Settings, SlidersHorizontal } from "lucide-react";
import type { WorkspacePage } from "@/routing";

export const workspacePages: WorkspacePage[] = [{ to: "/settings", label: "settings", icon: Settings, place: 90 }];

export const settingsPages: WorkspacePage[] = [
  { to: "/settings", label: "general", icon: SlidersHorizontal, place: 10 },
  { to: "/settings/security", label: "security", icon: KeyRound, place: 12 },
];
