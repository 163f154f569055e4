// A graph as @xyflow/react takes it. A node that did not change stays the same object: it is not drawn again.
import { type Edge, type Node, type NodeHandle, Position } from "@xyflow/react";
import { isContainer, isContainerStart, isNote, parentOf, SOURCE, TARGET } from "../graph/document";
import { isGroup } from "../graph/groups";
import type { Worst } from "../graph/problems";
import type { GraphEdge } from "../graph/types";
import { handlesOf } from "../kinds/registry";
import type { Box, Shown } from "./shown";
import { HEAD, handleTop } from "./sizes";

export interface CardData extends Record<string, unknown> {
  box: Box;
  worst: Worst | undefined;
  current: boolean;
}
export type FlowNode = Node<CardData, "card" | "container" | "note" | "frame">;

const DOT = 12;
const takesEdges = ({ node, folded }: Box) => (isNote(node) ? isGroup(node) && folded : !isContainerStart(node));

/** Where edges begin and end; said here, so that nothing has to be measured. */
function handles(box: Box): NodeHandle[] {
  const dot = { width: DOT, height: DOT };
  const found: NodeHandle[] = [];
  if (takesEdges(box))
    found.push({ id: TARGET, type: "target", position: Position.Left, x: -DOT / 2, y: HEAD / 2 - DOT / 2, ...dot });
  if (isNote(box.node)) {
    if (takesEdges(box))
      found.push({
        id: SOURCE,
        type: "source",
        position: Position.Right,
        x: box.width - DOT / 2,
        y: HEAD / 2 - DOT / 2,
        ...dot,
      });
    return found;
  }
  for (const [place, { id }] of handlesOf(box.node.data).entries())
    found.push({
      id,
      type: "source",
      position: Position.Right,
      x: box.width - DOT / 2,
      y: handleTop(box.node, place, box.folded) - DOT / 2,
      ...dot,
    });
  return found;
}

interface Look {
  selected: ReadonlySet<string>;
  current: string | null;
  worst: ReadonlyMap<string, Worst>;
  readOnly: boolean;
}

/** Keeps what it made, for as long as it is asked for the same. */
export class FlowNodes {
  private known = new Map<string, { key: string; box: Box; node: FlowNode }>();

  of({ boxes }: Shown, { selected, current, worst, readOnly }: Look): FlowNode[] {
    const known = new Map<string, { key: string; box: Box; node: FlowNode }>();
    const nodes = boxes.map((box) => {
      const is = selected.has(box.id);
      const look = [is, current === box.id, worst.get(box.id), readOnly, box.folded];
      const key = [...look, box.width, box.height, box.at.x, box.at.y].join(" ");
      const before = this.known.get(box.id);
      if (before?.key === key && before.box.node === box.node) {
        known.set(box.id, before);
        return before.node;
      }
      const node = flowNode(box, is, current === box.id, worst.get(box.id), readOnly);
      known.set(box.id, { key, box, node });
      return node;
    });
    this.known = known;
    return nodes;
  }
}

function flowNode(
  box: Box,
  selected: boolean,
  current: boolean,
  worst: Worst | undefined,
  readOnly: boolean,
): FlowNode {
  const { node, width, height } = box;
  const parentId = parentOf(node);
  const open = isContainer(node) && !box.folded;
  return {
    id: box.id,
    type: isGroup(node) ? "frame" : isNote(node) ? "note" : open ? "container" : "card",
    position: box.at,
    data: { box, worst, current },
    selected,
    width,
    height,
    measured: { width, height },
    handles: handles(box),
    draggable: !readOnly && !isContainerStart(node),
    ...(parentId
      ? {
          parentId,
          extent: [
            [12, HEAD + 8],
            [Infinity, Infinity],
          ] as [[number, number], [number, number]],
        }
      : {}),
    ...(open || (isGroup(node) && !box.folded) ? { zIndex: -1 } : {}),
  };
}

const plain = new WeakMap<GraphEdge, Edge>();

export function flowEdges({ edges }: Shown, selected: ReadonlySet<string>): Edge[] {
  return edges.map((edge) => {
    const found = plain.get(edge) ?? flowEdge(edge);
    plain.set(edge, found);
    return selected.has(edge.id) ? { ...found, selected: true } : found;
  });
}

const flowEdge = ({ id, source, target, sourceHandle, targetHandle }: GraphEdge): Edge => ({
  ...{ id, source, target, sourceHandle, targetHandle },
  type: "line",
});
