import clsx from "clsx";
import { ZoomIn, ZoomOut } from "lucide-react";
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui";
import type { Graph, GraphEdge } from "../graph/types";
import { kindOf } from "../kinds/registry";
import { kindName } from "../kinds/words";
import { type Placed, pictureOf } from "./layout";

/** How a node or an edge stands out. */
export type Tone = "good" | "bad" | "warn" | "info" | "quiet";

const CARDS: Record<Tone, string> = {
  good: "border-accent bg-accent-soft",
  bad: "border-danger bg-danger-soft",
  warn: "border-warn-ink bg-warn-soft",
  info: "border-info-ink bg-info-soft",
  quiet: "border-line border-dashed bg-surface text-muted",
};
const LINES: Record<Tone, string> = {
  good: "stroke-accent",
  bad: "stroke-danger",
  warn: "stroke-warn-ink",
  info: "stroke-info-ink",
  quiet: "stroke-line",
};
const ZOOMS = { least: 0.25, most: 1.25, step: 1.25 };

type Props = {
  label: string;
  graph: Graph;
  toneOf?: (nodeId: string) => Tone | undefined;
  edgeTone?: (edge: GraphEdge) => Tone | undefined;
  /** Beside a node's title, such as its state. */
  mark?: (nodeId: string) => ReactNode;
  selected?: string | undefined;
  onSelect: (nodeId: string) => void;
};

/** A graph to look at. It is fitted to the page's width, and scrolls where that would be too small to read. */
export function GraphPicture({ label, graph, toneOf, edgeTone, mark, selected, onSelect }: Props) {
  const { t } = useTranslation("workflows");
  const { nodes, edges, box } = useMemo(() => pictureOf(graph), [graph]);
  const frame = useRef<HTMLElement>(null);
  const [zoom, setZoom] = useState(0.75);
  const [left, top, width, height] = box;
  useLayoutEffect(() => {
    const room = frame.current?.clientWidth ?? width;
    setZoom(Math.min(1, Math.max(0.5, room / width)));
  }, [width]);
  const by = (factor: number) => setZoom(Math.min(ZOOMS.most, Math.max(ZOOMS.least, zoom * factor)));
  return (
    <div className="relative shrink-0 overflow-hidden rounded-lg border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={frame} tabIndex={0} aria-label={label} className="max-h-[26rem] overflow-auto">
        <div className="relative mx-auto" style={{ width: width * zoom, height: height * zoom }}>
          <div className="absolute top-0 left-0 origin-top-left" style={{ width, height, transform: `scale(${zoom})` }}>
            <svg aria-hidden viewBox={box.join(" ")} width={width} height={height} className="absolute inset-0">
              {edges.map(({ edge, path }) => {
                const tone = edgeTone?.(edge);
                return (
                  <path
                    key={edge.id}
                    d={path}
                    fill="none"
                    strokeWidth={tone && tone !== "quiet" ? 3 : 2}
                    strokeDasharray={tone === "bad" ? "6 4" : undefined}
                    className={tone ? LINES[tone] : "stroke-line-strong"}
                  />
                );
              })}
            </svg>
            {nodes.map((placed) => (
              <Card
                key={placed.node.id}
                placed={placed}
                at={{ left: placed.x - left, top: placed.y - top }}
                tone={toneOf?.(placed.node.id)}
                selected={placed.node.id === selected}
                onSelect={onSelect}
              >
                {mark?.(placed.node.id)}
              </Card>
            ))}
          </div>
        </div>
      </section>
      <div className="absolute right-2 bottom-2 flex rounded-md border border-line bg-surface">
        <IconButton
          size="small"
          label={t("picture.smaller")}
          icon={<ZoomOut aria-hidden size={14} />}
          onClick={() => by(1 / ZOOMS.step)}
        />
        <IconButton
          size="small"
          label={t("picture.larger")}
          icon={<ZoomIn aria-hidden size={14} />}
          onClick={() => by(ZOOMS.step)}
        />
      </div>
    </div>
  );
}

type CardProps = {
  placed: Placed;
  at: { left: number; top: number };
  tone: Tone | undefined;
  selected: boolean;
  onSelect: (nodeId: string) => void;
  children: ReactNode;
};

function Card({ placed: { node, width, height }, at, tone, selected, onSelect, children }: CardProps) {
  const { t } = useTranslation("workflows");
  const { icon: Icon, isContainer } = kindOf(node.data.type);
  return (
    <button
      type="button"
      aria-pressed={selected}
      className={clsx(
        "absolute flex gap-2 rounded-lg border px-3 text-left text-sm hover:border-line-strong",
        isContainer ? "items-start pt-2 opacity-90" : "items-center",
        tone ? CARDS[tone] : "border-line bg-surface",
        selected && "ring-2 ring-focus",
      )}
      style={{ ...at, width, height }}
      onClick={() => onSelect(node.id)}
    >
      <Icon aria-hidden size={16} className="shrink-0 text-muted" />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-medium">{node.data.title || node.id}</span>
        <span className="truncate text-xs text-muted">{kindName(t, node.data.type)}</span>
      </span>
      {children}
    </button>
  );
}
