import { Zap } from "lucide-react";
import type { AppPage } from "@/routing";

export const appPages: AppPage[] = [
  {
    to: "/apps/$appId/triggers",
    label: "triggers",
    icon: Zap,
    group: "deploy",
    place: 30,
    offered: ({ can }, mode) => mode === "workflow" && can("read"),
  },
];
