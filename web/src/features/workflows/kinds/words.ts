// What people read of node types, in their language.
import type { TFunction } from "i18next";
import { isNote } from "../graph/document";
import { isGroup } from "../graph/groups";
import type { GraphNode } from "../graph/types";
import type { Handle } from "./kind";
import { isKnown, kindOf } from "./registry";

type T = TFunction<"workflows">;

/** A locale has a word for each known type; `registry.test.ts` compares them. */
const keyOf = (type: string) => (isKnown(type) ? kindOf(type).type : "unknown") as "llm";

export const kindName = (t: T, type: string): string => t(`kinds.${keyOf(type)}.name`);
export const kindWhat = (t: T, type: string): string => t(`kinds.${keyOf(type)}.what`);

/** Groups and notes are of no type. */
export function nodeKind(t: T, node: GraphNode): string {
  if (isGroup(node)) return t("editor.group");
  return isNote(node) ? t("editor.note") : kindName(t, node.data.type);
}

/** What a handle is called on the canvas and in the outline. */
export const handleText = (t: T, handle: Handle): string =>
  handle.label || t(`handles.${handle.id as "source"}`, { defaultValue: handle.id });
