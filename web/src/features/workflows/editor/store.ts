// One app's workflow while it is edited: the document, what is chosen in it, undo, and its saving.

import { sizeOf } from "../canvas/sizes";
import { indexOf } from "../graph/document";
import { type Fragment, fitted } from "../graph/edits";
import { History } from "../graph/history";
import { type Problem, type Worst, worstOf } from "../graph/problems";
import type { Graph, GraphNode } from "../graph/types";
import { type Document, documentOf, merged } from "./document";
import { type Save, Saving } from "./saving";

export interface View {
  /** What is chosen; `current` is the one that keys act on. */
  selected: ReadonlySet<string>;
  current: string | null;
  /** Containers and groups that show only themselves. */
  folded: ReadonlySet<string>;
}

type Given = Parameters<typeof documentOf>[0] & { hash?: string; issues?: readonly Record<string, unknown>[] };

export class EditorStore {
  document: Document;
  view: View = { selected: new Set(), current: null, folded: new Set() };
  /** Nodes that somebody else changed, too, since this was last looked at. */
  clashes: string[] = [];
  /** How often somebody else's changes came in. */
  merges = 0;
  readonly saving: Saving;
  private history = new History<Document>();
  private listeners = new Set<() => void>();
  private worst: { graph: Graph; problems: readonly Problem[]; found: ReadonlyMap<string, Worst> } | null = null;

  constructor(
    readonly appId: string,
    draft: Given,
    save: Save,
    readonly readOnly: boolean,
  ) {
    this.document = documentOf(draft);
    this.saving = new Saving(
      {
        current: () => this.document,
        rebased: (base, theirs, document, clashes) => {
          this.history.rebase((state) => merged(base, state, theirs).document);
          this.clashes = [...new Set([...this.clashes, ...clashes])];
          this.merges++;
          this.put(document);
        },
        changed: () => this.tell(),
      },
      save,
      this.document,
      draft.hash,
      draft.issues ?? [],
    );
  }

  get graph(): Graph {
    return this.document.graph;
  }

  get canUndo() {
    return this.history.canUndo;
  }

  get canRedo() {
    return this.history.canRedo;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  node(id: string | null): GraphNode | undefined {
    return id === null ? undefined : indexOf(this.graph).node.get(id);
  }

  /** `kind`: changes of one kind that follow one another are undone as one. */
  edit(change: (graph: Graph) => Graph, kind?: string): void {
    this.change((document) => {
      const graph = change(document.graph);
      return graph === document.graph ? document : { ...document, graph: fitted(graph, sizeOf) };
    }, kind);
  }

  change(change: (document: Document) => Document, kind?: string): void {
    const next = this.readOnly ? this.document : change(this.document);
    if (next === this.document) return;
    this.history.record(this.document, kind);
    this.put(next);
    this.saving.touch();
  }

  /** A file was imported over the draft; undo brings back what was there. Nothing may be unsaved. */
  replace(draft: Given & { hash: string }): void {
    this.history.record(this.document);
    this.put(documentOf(draft));
    this.saving.replace(this.document, draft);
  }

  /** Add something and choose it. */
  add(made: Fragment, change: (graph: Graph) => Graph): void {
    this.edit(change);
    const first = made.nodes[0];
    if (first && this.node(first.id)) this.choose([first.id]);
  }

  undo = () => this.step(this.history.undo(this.document));
  redo = () => this.step(this.history.redo(this.document));

  /** The last of them is the one that keys act on. */
  choose(ids: Iterable<string>): void {
    const selected = new Set([...ids].filter((id) => this.node(id)));
    const current = [...selected].at(-1) ?? null;
    this.look({ ...this.view, selected, current });
  }

  fold(id: string, folded = !this.view.folded.has(id)): void {
    const next = new Set(this.view.folded);
    if (folded) next.add(id);
    else next.delete(id);
    this.look({ ...this.view, folded: next });
  }

  worstOf(): ReadonlyMap<string, Worst> {
    const { problems } = this.saving;
    if (this.worst?.graph !== this.graph || this.worst.problems !== problems)
      this.worst = { graph: this.graph, problems, found: worstOf(this.graph, problems) };
    return this.worst.found;
  }

  private look(view: View) {
    this.view = view;
    this.tell();
  }

  private step(document: Document | undefined) {
    if (!document || this.readOnly) return;
    this.put(document);
    this.saving.touch();
  }

  private put(document: Document) {
    this.document = document;
    const { node } = indexOf(document.graph);
    const selected = [...this.view.selected].filter((id) => node.has(id));
    if (selected.length < this.view.selected.size)
      this.view = { ...this.view, selected: new Set(selected), current: selected.at(-1) ?? null };
    this.tell();
  }

  private tell() {
    for (const listener of [...this.listeners]) listener();
  }
}
