import type { Schemas } from "@/api";

export type AppMode = Schemas["AppOut"]["mode"];

export const MODES: readonly AppMode[] = ["agent-chat", "chat", "advanced-chat", "workflow", "completion"];

/** Modes whose apps answer by a configuration. */
export const ANSWERING: readonly AppMode[] = ["agent-chat", "chat", "completion"];
export const answers = (mode: AppMode) => ANSWERING.includes(mode);

/** The others answer by a graph that is drawn. */
export const isDrawn = (mode: AppMode) => mode === "workflow" || mode === "advanced-chat";
