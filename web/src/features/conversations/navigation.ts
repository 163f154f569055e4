import { ChartColumn, MessagesSquare } from "lucide-react";
import { answers } from "@/features/apps/modes";
import type { AppPage } from "@/routing";

const offered: AppPage["offered"] = (_, mode) => answers(mode);

export const appPages: AppPage[] = [
  { to: "/apps/$appId/logs", label: "logs", icon: MessagesSquare, group: "monitor", place: 10, offered },
  { to: "/apps/$appId/overview", label: "usage", icon: ChartColumn, group: "monitor", place: 30, offered },
];
