import { useReactFlow } from "@xyflow/react";
import { useMemo, useRef, useState } from "react";
import type { CanvasHandle } from "./props";
import { boundsOf, type Shown } from "./shown";

/** What can be asked of the canvas, and where it begins. */
export function useHandle(
  items: Shown,
  current: string | null,
): CanvasHandle & { first: { x: number; y: number; zoom: number } } {
  const { setCenter, fitBounds, zoomIn, zoomOut, getZoom, getViewport } = useReactFlow();
  const latest = useRef(items);
  latest.current = items;
  const [begin] = useState(() => (current === null ? undefined : items.box.get(current)) ?? items.boxes[0]);
  return useMemo(() => {
    return {
      first: begin ? { x: 80 - begin.x, y: 240 - begin.y, zoom: 1 } : { x: 0, y: 0, zoom: 1 },
      show: later((id: string) => {
        const box = latest.current.box.get(id);
        if (!box) return;
        const [width, height] = [Math.min(box.width, 400), Math.min(box.height, 200)];
        void setCenter(box.x + width / 2, box.y + height / 2, { zoom: Math.max(0.7, getZoom()) });
      }),
      fit: later(() => void fitBounds(boundsOf(latest.current), { padding: 0.1 })),
      zoom: (by) => void (by === "in" ? zoomIn() : zoomOut()),
      middle: () => {
        const { x, y, zoom } = getViewport();
        return { x: Math.round((-x + 400) / zoom), y: Math.round((-y + 300) / zoom) };
      },
    };
  }, [begin, setCenter, fitBounds, zoomIn, zoomOut, getZoom, getViewport]);
}

/** Once what has just been changed is drawn. */
const later =
  <A extends unknown[]>(act: (...given: A) => void) =>
  (...given: A) =>
    void requestAnimationFrame(() => act(...given));
