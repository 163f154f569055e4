// In an editor of texts: variables shown as chips, and offered on `{` or `/`.
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";
import { reference } from "../kinds/templates";

export interface Reference {
  selector: readonly string[];
  /** "Ask a model / text" */
  text: string;
  type: string;
}

export interface Naming {
  /** What a selector is called, and whether there is such a variable. */
  nameOf: (selector: string[]) => { text: string; known: boolean };
  offered: readonly Reference[];
}

class Chip extends WidgetType {
  constructor(
    readonly text: string,
    readonly known: boolean,
  ) {
    super();
  }

  override eq(other: Chip): boolean {
    return other.text === this.text && other.known === this.known;
  }

  toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = this.known ? "variable-chip" : "variable-chip variable-chip-lost";
    chip.textContent = this.text;
    return chip;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

const REFERENCE = /\{\{#\s*([^\s.#{}]+(?:\.[^\s.#{}]+)*)\s*#\}\}/g;

function chips({ nameOf }: Naming): Extension {
  const matcher = new MatchDecorator({
    regexp: REFERENCE,
    decoration: (match) => {
      const { text, known } = nameOf(match[1]!.split("."));
      return Decoration.replace({ widget: new Chip(text, known) });
    },
  });
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = matcher.createDeco(view);
      }
      update(update: ViewUpdate) {
        this.decorations = matcher.updateDeco(update, this.decorations);
      }
    },
    {
      decorations: (plugin) => plugin.decorations,
      // The cursor goes over a chip at once, and deletes it whole.
      provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.decorations ?? Decoration.none),
    },
  );
}

/** A brace anywhere, a slash where a word begins: it is also a part of addresses. In JSON a brace alone is a brace. */
export const OPENERS = {
  text: /(?:\{\{?|(?<=^|\s)\/)([^\s{}/#]*)$/,
  json: /(?:\{\{|(?<=^|\s)\/)([^\s{}/#]*)$/,
} as const;
export type Opening = keyof typeof OPENERS;

export function offering({ offered }: Naming, opening: Opening) {
  return (context: CompletionContext): CompletionResult | null => {
    const match = context.matchBefore(OPENERS[opening]);
    if (!match && !context.explicit) return null;
    const typed = match ? OPENERS[opening].exec(match.text)![1]! : "";
    const opened = match ? match.text.length - typed.length : 0;
    const options = offered.map(
      ({ selector, text, type }): Completion => ({
        label: text,
        detail: type,
        type: "variable",
        apply: (view, _, from, to) => {
          const insert = reference([...selector]);
          const start = from - opened;
          view.dispatch({ changes: { from: start, to, insert }, selection: { anchor: start + insert.length } });
        },
      }),
    );
    return { from: context.pos - typed.length, options, validFor: /^[^\s{}/#]*$/ };
  };
}

export function references(naming: Naming, opening: Opening): Extension {
  return [chips(naming), autocompletion({ override: [offering(naming, opening)], icons: false, interactionDelay: 0 })];
}

/** Names of a node's own, such as those of a Jinja template. */
export function names(known: readonly string[]): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const match = context.matchBefore(/\{\{\s*(\w*)$/) ?? (context.explicit ? context.matchBefore(/\w*$/) : null);
    if (!match) return null;
    const typed = /\w*$/.exec(match.text)![0];
    const options = known.map((name) => ({ label: name, type: "variable" }));
    return { from: context.pos - typed.length, options, validFor: /^\w*$/ };
  };
  return autocompletion({ override: [source], icons: false, interactionDelay: 0 });
}
