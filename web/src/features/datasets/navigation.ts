import { Library } from "lucide-react";
import type { WorkspacePage } from "@/routing";

// Whoever is in the workspace: which knowledge bases each can read is said by the list.
export const workspacePages: WorkspacePage[] = [{ to: "/knowledge", label: "knowledge", icon: Library, place: 20 }];
