import { useStore } from "@xyflow/react";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useTheme } from "@/ui";
import type { Worst } from "../graph/problems";
import { type Colors, colorsAt, fitting, paint } from "./paint";
import { countIn, type Shown } from "./shown";

/** Nodes and edges that are drawn one by one; where more are in sight, they are painted as one picture. */
const MOST_ELEMENTS = 150;

/** Whether more is in sight than can be drawn one by one. */
export function useFar(items: Shown): boolean {
  return useStore(({ transform: [x, y, zoom], width, height }) => {
    if (items.boxes.length + items.edges.length <= MOST_ELEMENTS) return false;
    return countIn(items, { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }) > MOST_ELEMENTS;
  });
}

type Props = { items: Shown; selected: ReadonlySet<string>; worst: ReadonlyMap<string, Worst> };

/** The graph from afar. */
export function FarView({ items, selected, worst }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colors = useColors(canvas);
  const transform = useStore((state) => state.transform);
  const size = useStore((state) => `${state.width} ${state.height}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size is another picture
  useEffect(() => {
    const [x, y, zoom] = transform;
    const look = { items, selected, worst, titles: zoom > 0.2, colors: colors() };
    paint(canvas.current!, { x, y, zoom }, look);
  }, [items, selected, worst, transform, size, colors]);
  return <canvas ref={canvas} className="pointer-events-none absolute inset-0 size-full" />;
}

const [MAP_WIDTH, MAP_HEIGHT, MARGIN] = [176, 112, 6];

/** The whole graph, and which part of it is in sight; a press goes there. */
export function SmallMap({ items, selected, worst, onGo }: Props & { onGo: (x: number, y: number) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colors = useColors(canvas);
  useEffect(() => {
    const look = { items, selected, worst, titles: false, colors: colors() };
    paint(canvas.current!, fitting(items, MAP_WIDTH, MAP_HEIGHT, MARGIN), look);
  }, [items, selected, worst, colors]);
  const go = (event: React.PointerEvent) => {
    if (event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const { x, y, zoom } = fitting(items, MAP_WIDTH, MAP_HEIGHT, MARGIN);
    onGo((event.clientX - box.left - x) / zoom, (event.clientY - box.top - y) / zoom);
  };
  return (
    <div
      aria-hidden
      className="absolute right-3 bottom-3 z-10 hidden overflow-hidden rounded-md border border-line bg-page/90 md:block"
      style={{ width: MAP_WIDTH, height: MAP_HEIGHT }}
      onPointerDown={go}
      onPointerMove={go}
    >
      <canvas ref={canvas} className="size-full" />
      <Sight items={items} />
    </div>
  );
}

/** Which part is in sight. */
function Sight({ items }: { items: Shown }) {
  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const map = fitting(items, MAP_WIDTH, MAP_HEIGHT, MARGIN);
  const left = (-x / zoom) * map.zoom + map.x;
  const top = (-y / zoom) * map.zoom + map.y;
  return (
    <div
      className="pointer-events-none absolute rounded-sm border border-focus"
      style={{ left, top, width: (width / zoom) * map.zoom, height: (height / zoom) * map.zoom }}
    />
  );
}

const DARK = "(prefers-color-scheme: dark)";

function watchScheme(changed: () => void) {
  const query = matchMedia(DARK);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** The colors of the theme, looked up once for each. */
function useColors(canvas: React.RefObject<HTMLCanvasElement | null>): () => Colors {
  const dark = useSyncExternalStore(watchScheme, () => matchMedia(DARK).matches);
  const theme = `${useTheme()} ${dark}`;
  return useMemo(() => {
    let known: { theme: string; colors: Colors } | null = null;
    return () => {
      known ??= { theme, colors: colorsAt(canvas.current!) };
      return known.colors;
    };
  }, [canvas, theme]);
}
