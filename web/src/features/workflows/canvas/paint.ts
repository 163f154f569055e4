// Many nodes at once, painted on one element: from afar and in the small map.
import { isContainer, isNote } from "../graph/document";
import type { Worst } from "../graph/problems";
import { type Area, boundsOf, meets, type Shown } from "./shown";

/** From places in the graph to pixels. */
export interface Transform {
  x: number;
  y: number;
  zoom: number;
}

export interface Colors {
  line: string;
  edge: string;
  node: string;
  ink: string;
  focus: string;
  error: string;
  warning: string;
  sunken: string;
}

const NAMES: Record<keyof Colors, string> = {
  line: "line-strong",
  edge: "line-strong",
  node: "surface",
  ink: "ink",
  focus: "focus",
  error: "danger",
  warning: "warn-ink",
  sunken: "sunken",
};

/** As the theme has them now: a canvas does not know variables. An element for each: one that changes its color fades. */
export function colorsAt(element: HTMLElement): Colors {
  const found = Object.entries(NAMES).map(([key, name]) => {
    const probe = document.createElement("span");
    probe.style.color = `var(--color-${name})`;
    element.parentElement!.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return [key, color];
  });
  return Object.fromEntries(found) as unknown as Colors;
}

interface What {
  items: Shown;
  selected: ReadonlySet<string>;
  worst: ReadonlyMap<string, Worst>;
  colors: Colors;
  titles: boolean;
}

export function paint(canvas: HTMLCanvasElement, { x, y, zoom }: Transform, what: What): void {
  const { width, height } = sized(canvas);
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const { items, selected, worst, colors, titles } = what;
  const area: Area = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  pen.save();
  pen.clearRect(0, 0, width, height);
  pen.translate(x, y);
  pen.scale(zoom, zoom);
  pen.lineWidth = Math.max(1 / zoom, 1);
  pen.strokeStyle = colors.edge;
  pen.beginPath();
  for (const { source, target } of items.edges) {
    const [from, to] = [items.box.get(source)!, items.box.get(target)!];
    if (!meets(from, area) && !meets(to, area)) continue;
    const [startX, startY, endX, endY] = [from.x + from.width, from.y + 24, to.x, to.y + 24];
    const bend = Math.max(40, Math.abs(endX - startX) / 2);
    pen.moveTo(startX, startY);
    pen.bezierCurveTo(startX + bend, startY, endX - bend, endY, endX, endY);
  }
  pen.stroke();
  pen.font = "500 14px system-ui, sans-serif";
  pen.textBaseline = "middle";
  for (const box of items.boxes) {
    if (!meets(box, area)) continue;
    const bad = worst.get(box.id);
    const marked = selected.has(box.id);
    pen.fillStyle = isContainer(box.node) ? colors.sunken : colors.node;
    pen.strokeStyle = marked ? colors.focus : bad === "error" ? colors.error : bad ? colors.warning : colors.line;
    pen.lineWidth = (marked || bad ? 2 : 1) * Math.max(1 / zoom, 1);
    pen.beginPath();
    pen.roundRect(box.x, box.y, box.width, box.height, 8);
    pen.fill();
    pen.stroke();
    if (!titles || isNote(box.node)) continue;
    pen.fillStyle = colors.ink;
    pen.fillText(box.node.data.title, box.x + 12, box.y + 24, box.width - 24);
  }
  pen.restore();
}

/** As many points as the screen has. */
function sized(canvas: HTMLCanvasElement): { width: number; height: number } {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  canvas.getContext("2d")?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { width, height };
}

/** All of it within so much room. */
export function fitting(items: Shown, width: number, height: number, margin: number, most = 1): Transform {
  const bounds = boundsOf(items);
  const zoom = Math.min(most, (width - 2 * margin) / bounds.width, (height - 2 * margin) / bounds.height);
  return {
    zoom,
    x: width / 2 - (bounds.x + bounds.width / 2) * zoom,
    y: height / 2 - (bounds.y + bounds.height / 2) * zoom,
  };
}
