import type { NodeChange } from "@xyflow/react";
import { useMemo, useRef, useState } from "react";
import type { Place } from "../graph/edits";
import { frameOf, withMembers } from "../graph/groups";
import type { FlowNode } from "./flow";
import type { CanvasProps } from "./props";
import { sizeOf } from "./sizes";

/** While nodes are dragged, only their places here change; the graph does once they are let go. */
export function useDrag(nodes: FlowNode[], { graph, selected, onChoose, onMove }: CanvasProps) {
  const [places, setPlaces] = useState<ReadonlyMap<string, Place> | null>(null);
  const moved = useMemo(
    () =>
      places ? nodes.map((node) => (places.has(node.id) ? { ...node, position: places.get(node.id)! } : node)) : nodes,
    [nodes, places],
  );
  const now = useRef(places);
  const change = (changes: NodeChange<FlowNode>[]) => {
    const asked = new Map<string, Place>();
    let [dragging, dropped] = [false, false];
    const chosen = new Set(selected);
    let choosing = false;
    for (const each of changes) {
      if (each.type === "position" && each.position) {
        asked.set(each.id, { x: Math.round(each.position.x), y: Math.round(each.position.y) });
        if (each.dragging) dragging = true;
      }
      if (each.type === "position" && each.dragging === false) dropped = true;
      if (each.type === "select") {
        choosing = true;
        if (each.selected) chosen.add(each.id);
        else chosen.delete(each.id);
      }
    }
    if (choosing) onChoose([...chosen]);
    const led = withMembers(graph, asked, (group) => frameOf(graph, group, (node) => sizeOf(node)));
    const next = new Map([...(now.current ?? []), ...led]);
    if (dragging) {
      now.current = next;
      setPlaces(next);
    } else if (dropped && now.current) {
      onMove(next);
      now.current = null;
      setPlaces(null);
    }
  };
  return { nodes: moved, change };
}
