import { useEffect, useRef } from "react";
import { basics, EditorState, EditorView, keymap, keys, languageOf } from "./codemirror";

type Props = {
  /** What the editor begins with; another file is another editor. */
  text: string;
  extension: string;
  /** Where it begins. */
  line: number | null;
  label: string;
  editable: boolean;
  onChange: (text: string) => void;
  onSave: () => void;
};

export default function TextEditor({ text, extension, line, label, editable, onChange, onSave }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const said = useRef({ onChange, onSave });
  said.current = { onChange, onSave };
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
          basics,
          language,
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorState.readOnly.of(!editable),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) said.current.onChange(update.state.doc.toString());
          }),
        ],
      });
      view = new EditorView({ state, parent: place.current });
      if (line && line <= state.doc.lines) {
        const { from } = state.doc.line(line);
        view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
        view.focus();
      }
    });
    return () => {
      gone = true;
      view?.destroy();
    };
  }, []);
  return <div ref={place} className="h-full min-h-0 overflow-hidden" />;
}
