import { KeyRound } from "lucide-react";
import type { WorkspacePage } from "@/routing";

export const settingsPages: WorkspacePage[] = [{ to: "/settings/tokens", label: "tokens", icon: KeyRound, place: 60 }];
