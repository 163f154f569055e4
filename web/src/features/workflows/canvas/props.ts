// What a canvas is given, and what can be asked of it.
import type { Ref } from "react";
import type { Ends } from "../graph/connecting";
import type { Place } from "../graph/edits";
import type { Worst } from "../graph/problems";
import type { Graph } from "../graph/types";

export interface CanvasHandle {
  /** Brings a node into sight. */
  show: (id: string) => void;
  /** All of it. */
  fit: () => void;
  zoom: (by: "in" | "out") => void;
  /** The middle of what is in sight, in the graph. */
  middle: () => Place;
}

/** An edge that was let go where nothing is. */
export interface Loose {
  source: string;
  sourceHandle: string | null;
  at: Place;
}

export interface CanvasProps {
  graph: Graph;
  folded: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  selectedEdges: ReadonlySet<string>;
  current: string | null;
  worst: ReadonlyMap<string, Worst>;
  readOnly: boolean;
  onChoose: (ids: string[]) => void;
  onChooseEdges: (ids: string[]) => void;
  onOpen: (id: string) => void;
  onFold: (id: string) => void;
  onMove: (places: ReadonlyMap<string, Place>) => void;
  onConnect: (ends: Ends) => void;
  onLoose: (loose: Loose) => void;
  handle: Ref<CanvasHandle>;
}
