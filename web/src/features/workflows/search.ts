// What the addresses of a workflow's pages say beside their path.

export type EditorView = "canvas" | "outline";
/** `node`: the one that is open in the panel. */
export type EditorSearch = { node?: string; view?: EditorView };

export function editorSearch({ node, view }: Record<string, unknown>): EditorSearch {
  const found: EditorSearch = {};
  if (typeof node === "string" && node !== "") found.node = node;
  if (view === "canvas" || view === "outline") found.view = view;
  return found;
}

/** `form`: the one that is open in the dialog. */
export type WaitingSearch = { state?: "answered"; form?: string };

export function waitingSearch({ state, form }: Record<string, unknown>): WaitingSearch {
  const found: WaitingSearch = {};
  if (state === "answered") found.state = state;
  if (typeof form === "string" && form !== "") found.form = form;
  return found;
}
