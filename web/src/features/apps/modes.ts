import type { Schemas } from "@/api";

export type AppMode = Schemas["AppOut"]["mode"];

export const MODES: readonly AppMode[] = ["agent-chat", "chat", "advanced-chat", "workflow", "completion"];

/** Modes whose apps can answer: only these are offered. */
export const ANSWERING: readonly AppMode[] = ["agent-chat", "chat", "completion"];
export const answers = (mode: AppMode) => ANSWERING.includes(mode);
