// What of the editor is open, beside the graph itself.
import { createContext, useContext } from "react";
import type { Place } from "../graph/edits";

export type Opened =
  | { what: "add"; from: string | null; handle?: string | null; at?: Place; edge?: string }
  | { what: "connect"; from: string }
  | { what: "find" }
  | { what: "keys" }
  | { what: "import" }
  | { what: "environment" | "conversation" | "features" };

export interface EditorUi {
  opened: Opened | null;
  open: (opened: Opened | null) => void;
  /** The node whose form is shown. */
  panel: string | null;
  /** `keys`: and goes on there, by keyboard. */
  showPanel: (id: string | null, keys?: boolean) => void;
  /** How often the keys were given to the panel. */
  panelFocus: number;
  view: "canvas" | "outline";
  setView: (view: "canvas" | "outline") => void;
  edges: ReadonlySet<string>;
  chooseEdges: (ids: Iterable<string>) => void;
  problems: boolean;
  showProblems: (shown: boolean) => void;
  /** Whether the draft is being tried beside the graph. */
  trying: boolean;
  setTrying: (trying: boolean) => void;
  /** Choose a node and bring it into sight. */
  go: (id: string) => void;
  /** The middle of the canvas. */
  middle: () => Place;
  fit: () => void;
  zoom: (by: "in" | "out") => void;
  /** Give the keys to the graph. */
  focus: () => void;
}

export const UiContext = createContext<EditorUi | null>(null);
export const useUi = () => useContext(UiContext)!;
