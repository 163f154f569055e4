import { Zap } from "lucide-react";
import type { AppPage } from "@/routing";

export const appPages: AppPage[] = [
  {
    to: "/apps/$appId/tracing",
    label: "tracing",
    icon: Zap,
    group: "settings",
    place: 5,
    offered: ({ can }) => can("edit"),
  },
];
