import { KeyRound, LayoutGrid, Settings2 } from "lucide-react";
import type { AppPage, WorkspacePage } from "@/routing";

export const workspacePages: WorkspacePage[] = [
  { to: "/apps", label: "apps", icon: LayoutGrid, place: 10, offered: ({ can }) => can("read") },
];

export const appPages: AppPage[] = [
  {
    to: "/apps/$appId/access",
    label: "access",
    icon: KeyRound,
    group: "deploy",
    place: 20,
    offered: ({ can }) => can("edit"),
  },
  {
    to: "/apps/$appId/settings",
    label: "settings",
    icon: Settings2,
    group: "settings",
    place: 10,
    offered: ({ can }) => can("edit"),
  },
];
