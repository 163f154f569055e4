// How large each node is drawn: known without measuring, so that a node which is not in sight need not be drawn.
import { isContainer, isContainerStart, isNote } from "../graph/document";
import { isGroup } from "../graph/groups";
import type { Size } from "../graph/layout";
import type { GraphNode } from "../graph/types";
import { handlesOf, kindOf } from "../kinds/registry";

export const WIDTH = 240;
export const HEAD = 48;
const SUMMARY = 24;
export const HANDLE_ROW = 26;
const PAD = 6;

/** The card itself, also of a container that is folded. */
export function cardSize(node: GraphNode): Size {
  if (isGroup(node)) return { width: WIDTH, height: HEAD };
  if (isNote(node)) return { width: numberOr(node.width, WIDTH), height: numberOr(node.height, 96) };
  if (isContainerStart(node)) return { width: 48, height: HEAD };
  const handles = handlesOf(node.data);
  const rows = handles.length > 1 ? handles.length * HANDLE_ROW + PAD : 0;
  return { width: WIDTH, height: HEAD + (summaryOf(node) ? SUMMARY : 0) + rows };
}

export function sizeOf(node: GraphNode, folded = false): Size {
  if (!isContainer(node) || folded) return cardSize(node);
  return { width: Math.max(numberOr(node.width, 400), WIDTH), height: Math.max(numberOr(node.height, 180), 120) };
}

/** From the card's top to the middle of a handle. */
export function handleTop(node: GraphNode, place: number, folded = false): number {
  if (isContainer(node) && !folded) return HEAD / 2 + 24 * place;
  const handles = handlesOf(node.data);
  if (handles.length <= 1) return HEAD / 2;
  return HEAD + (summaryOf(node) ? SUMMARY : 0) + HANDLE_ROW * (place + 0.5);
}

const numberOr = (value: unknown, other: number) => (typeof value === "number" && value > 0 ? value : other);

/** What a card says of its node. A graph from elsewhere may hold what its form would not let through. */
export function summaryOf(node: GraphNode): string {
  try {
    return kindOf(node.data.type).summary(node.data);
  } catch {
    return "";
  }
}
