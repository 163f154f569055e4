import { MessageSquareCode } from "lucide-react";
import { answers } from "@/features/apps/modes";
import type { AppPage } from "@/routing";

export const appPages: AppPage[] = [
  {
    to: "/apps/$appId/studio",
    label: "studio",
    icon: MessageSquareCode,
    group: "build",
    place: 10,
    offered: (_, mode) => answers(mode),
    publishes: true,
  },
];
