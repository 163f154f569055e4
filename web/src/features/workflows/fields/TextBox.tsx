// The editor behind templates and code; loaded with the first of them.
import { closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Annotation, Compartment, type Extension } from "@codemirror/state";
import { drawSelection, placeholder as placeholderText } from "@codemirror/view";
import clsx from "clsx";
import { useEffect, useRef } from "react";
import {
  basics,
  EditorState,
  EditorView,
  keymap,
  keys,
  languageOf,
  look,
  numbers,
} from "@/features/assets/preview/codemirror";
import "./textBox.css";
import { type Naming, names, type Opening, references } from "./references";

export type BoxLanguage = "template" | "jinja" | "python" | "javascript" | "json";
export interface BoxProps {
  value: string;
  onChange: (text: string) => void;
  language: BoxLanguage;
  labelledBy?: string;
  label?: string;
  describedBy?: string;
  placeholder?: string;
  /** Whether it is one line; else how many it shows at first. */
  lines?: number;
  readOnly?: boolean;
  /** Of a template. */
  naming?: Naming;
  opening?: Opening;
  /** Of a Jinja template. */
  names?: readonly string[];
}

const EXTENSIONS: Partial<Record<BoxLanguage, string>> = {
  python: "py",
  javascript: "js",
  json: "json",
  jinja: "html",
};
/** A change that came from outside is not told to the outside. */
const fromOutside = Annotation.define<boolean>();

/** What is pasted into one line stays on it. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const text = transaction.newDoc.toString().replace(/\s*\n\s*/g, " ");
  const to = transaction.startState.doc.length;
  return { changes: { from: 0, to, insert: text }, selection: { anchor: text.length } };
});

const popup = EditorView.theme({
  ".cm-tooltip.cm-tooltip-autocomplete": {
    zIndex: "60",
    border: "1px solid var(--color-line)",
    borderRadius: "6px",
    overflow: "hidden",
    backgroundColor: "var(--color-raised)",
    color: "var(--color-ink)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxWidth: "min(26rem, 90vw)", fontFamily: "var(--font-sans)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--color-hover)",
    color: "var(--color-ink)",
  },
  ".cm-completionDetail": { color: "var(--color-muted)" },
});
const plain: Extension = [history(), drawSelection(), look, EditorView.lineWrapping];
const writing = keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]);

/** Where Tab indents, Escape lets the next one leave: it is not for what stands around. */
const leaving = EditorView.domEventHandlers({
  keydown: (event) => {
    if (event.key === "Escape") event.stopPropagation();
  },
});

function knowing({ language, naming, names: known, opening = "text" }: BoxProps): Extension {
  if (language === "jinja") return names(known ?? []);
  return naming ? references(naming, opening) : [];
}

function editing({ language, lines = 1 }: BoxProps): Extension {
  if (language !== "template") return [keymap.of(completionKeymap), leaving, keys, numbers, basics, closeBrackets()];
  return [writing, plain, lines === 1 ? oneLine : []];
}

export default function TextBox(props: BoxProps) {
  const { value, lines = 1, readOnly = false, language } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const given = useRef(props);
  given.current = props;
  // What was told to the outside and has not come back yet.
  const told = useRef<string[]>([]);
  const parts = useRef({ known: new Compartment(), language: new Compartment(), readOnly: new Compartment() }).current;
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is put into its compartment
  useEffect(() => {
    const { label, labelledBy, describedBy, placeholder } = props;
    const names = { "aria-label": label, "aria-labelledby": labelledBy, "aria-describedby": describedBy };
    const attributes = Object.entries({ ...names, "aria-multiline": String(lines > 1) });
    const made = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: value,
        extensions: [
          editing(props),
          popup,
          parts.known.of(knowing(props)),
          parts.language.of([]),
          parts.readOnly.of(EditorState.readOnly.of(readOnly)),
          placeholder ? placeholderText(placeholder) : [],
          EditorView.contentAttributes.of(
            Object.fromEntries(attributes.filter(([, text]) => text)) as Record<string, string>,
          ),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((each) => each.annotation(fromOutside))) return;
            const text = update.state.doc.toString();
            told.current.push(text);
            given.current.onChange(text);
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);
  useEffect(() => {
    let gone = false;
    const extension = EXTENSIONS[language];
    if (extension)
      void languageOf(extension).then((found) => {
        if (!gone) view.current?.dispatch({ effects: parts.language.reconfigure(found) });
      });
    return () => {
      gone = true;
    };
  }, [language, parts]);
  useEffect(() => {
    const echo = told.current.indexOf(value);
    if (echo >= 0) {
      told.current.splice(0, echo + 1);
      return;
    }
    const state = view.current?.state;
    if (!state || state.doc.toString() === value) return;
    told.current = [];
    const changes = { from: 0, to: state.doc.length, insert: value };
    view.current?.dispatch({ changes, annotations: fromOutside.of(true) });
  }, [value]);
  const { naming, names: known } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: by what it knows
  useEffect(() => {
    view.current?.dispatch({ effects: parts.known.reconfigure(knowing(given.current)) });
  }, [naming, known, parts]);
  useEffect(() => {
    view.current?.dispatch({ effects: parts.readOnly.reconfigure(EditorState.readOnly.of(readOnly)) });
  }, [readOnly, parts]);
  return (
    <div
      ref={place}
      style={{ "--lines": lines } as React.CSSProperties}
      className={clsx("text-box", lines === 1 && "text-box-line", language !== "template" && "text-box-code")}
    />
  );
}
