import { useEffect, useRef } from "react";
import { basics, EditorState, EditorView, keymap, keys, languageOf, numbers } from "./codemirror";

type Props = {
  /** What the editor begins with; another file is another editor. */
  text: string;
  extension: string;
  /** Where it begins. */
  line: number | null;
  /** Without it there are no numbers of lines: a part of a text does not know them. */
  numbered?: boolean;
  label: string;
  editable: boolean;
  onChange: (text: string) => void;
  onSave: () => void;
};

export default function TextEditor({
  text,
  extension,
  line,
  numbered = true,
  label,
  editable,
  onChange,
  onSave,
}: Props) {
  const place = useRef<HTMLDivElement>(null);
  const said = useRef({ onChange, onSave });
  said.current = { onChange, onSave };
  const shown = useRef<EditorView | null>(null);
  const wanted = useRef(line);
  wanted.current = line;
  const save = () => {
    said.current.onSave();
    return true;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what is typed is the editor's own
  useEffect(() => {
    let view: EditorView | null = null;
    let gone = false;
    void languageOf(extension).then((language) => {
      if (gone || !place.current) return;
      const state = EditorState.create({
        doc: text,
        extensions: [
          keymap.of([{ key: "Mod-s", preventDefault: true, run: save }]),
          keys,
          numbered ? numbers : [],
          basics,
          language,
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          EditorState.readOnly.of(!editable),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) said.current.onChange(update.state.doc.toString());
          }),
        ],
      });
      view = new EditorView({ state, parent: place.current });
      shown.current = view;
      goTo(view, wanted.current);
    });
    return () => {
      gone = true;
      shown.current = null;
      view?.destroy();
    };
  }, []);
  useEffect(() => {
    if (shown.current) goTo(shown.current, line);
  }, [line]);
  return <div ref={place} className="h-full min-h-0 overflow-hidden" />;
}

function goTo(view: EditorView, line: number | null): void {
  if (!line || line > view.state.doc.lines) return;
  const { from } = view.state.doc.line(line);
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
}
