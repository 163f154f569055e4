import { FolderTree, History, Sparkles } from "lucide-react";
import type { AppPage } from "@/routing";

export const appPages: AppPage[] = [
  { to: "/apps/$appId/assets", label: "files", icon: FolderTree, group: "build", place: 20, publishes: true },
  { to: "/apps/$appId/skills", label: "skills", icon: Sparkles, group: "build", place: 30, publishes: true },
  { to: "/apps/$appId/versions", label: "versions", icon: History, group: "deploy", place: 10, publishes: true },
];
