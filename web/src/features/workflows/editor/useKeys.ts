import type { ClipboardEvent, KeyboardEvent } from "react";
import type { Way } from "../graph/order";
import { type Actions, useActions } from "./actions";
import { useStore } from "./context";
import type { EditorStore } from "./store";
import { type EditorUi, useUi } from "./ui";

const WAYS: Record<string, Way> = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  ArrowDown: "below",
  ArrowUp: "above",
};
const NUDGES: Record<string, { x: number; y: number }> = {
  ArrowRight: { x: 24, y: 0 },
  ArrowLeft: { x: -24, y: 0 },
  ArrowDown: { x: 0, y: 24 },
  ArrowUp: { x: 0, y: -24 },
};

/** The keys of the graph, for whatever shows it. `arrow`: instead of walking along the edges. */
export function useKeys(arrow?: (event: KeyboardEvent) => boolean) {
  const store = useStore();
  const ui = useUi();
  const actions = useActions();
  return {
    onKeyDown(event: KeyboardEvent) {
      if (isField(event.target)) return;
      const done =
        event.metaKey || event.ctrlKey ? withControl(event, actions) : alone(event, store, ui, actions, arrow);
      if (done) event.preventDefault();
    },
    onPaste(event: ClipboardEvent) {
      const text = event.clipboardData.getData("text");
      if (isField(event.target) || !text) return;
      event.preventDefault();
      void actions.paste(text);
    },
  };
}

const isField = (target: EventTarget) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function withControl(event: KeyboardEvent, actions: Actions): boolean {
  switch (event.key.toLowerCase()) {
    case "z":
      if (event.shiftKey) actions.redo();
      else actions.undo();
      return true;
    case "y":
      actions.redo();
      return true;
    case "c":
      void actions.copy();
      return true;
    case "d":
      actions.duplicate();
      return true;
    case "a":
      actions.all();
      return true;
    default:
      return false;
  }
}

function alone(
  event: KeyboardEvent,
  store: EditorStore,
  ui: EditorUi,
  actions: Actions,
  arrow: ((event: KeyboardEvent) => boolean) | undefined,
): boolean {
  const { key } = event;
  const button = event.target instanceof HTMLButtonElement;
  if (event.altKey && NUDGES[key]) {
    actions.nudge(NUDGES[key]);
    return true;
  }
  if (WAYS[key]) {
    if (!arrow?.(event)) actions.step(WAYS[key], event.shiftKey);
    return true;
  }
  switch (key) {
    case "Enter":
      if (button || !store.view.current) return false;
      ui.showPanel(store.view.current, true);
      return true;
    case " ":
      if (button) return false;
      actions.fold();
      return true;
    case "Delete":
    case "Backspace":
      actions.remove();
      return true;
    case "Escape":
      if (ui.panel) ui.showPanel(null);
      else store.choose([]);
      return true;
    case "/":
      ui.open({ what: "find" });
      return true;
    case "?":
      ui.open({ what: "keys" });
      return true;
  }
  switch (key.toLowerCase()) {
    case "a":
      actions.add();
      return true;
    case "e":
      actions.connect();
      return true;
    case "g":
      actions.group();
      return true;
    case "t":
      if (!store.readOnly) void actions.tidy();
      return true;
    default:
      return false;
  }
}
