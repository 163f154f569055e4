import { MergeView } from "@codemirror/merge";
import { useEffect, useRef } from "react";
import { basics, EditorState, EditorView, keys, numbers } from "./codemirror";

type Props = { theirs: string; mine: string; labels: [string, string]; onChange: (mine: string) => void };

/** What stands on the server at the left, what was typed here at the right, where it can be changed. */
export default function Comparison({ theirs, mine, labels, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once
  useEffect(() => {
    if (!place.current) return;
    const named = (label: string) => EditorView.contentAttributes.of({ "aria-label": label });
    const changes = EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    });
    const view = new MergeView({
      a: { doc: theirs, extensions: [numbers, basics, EditorState.readOnly.of(true), named(labels[0])] },
      b: { doc: mine, extensions: [keys, numbers, basics, changes, named(labels[1])] },
      parent: place.current,
      collapseUnchanged: { margin: 3 },
    });
    return () => view.destroy();
  }, []);
  return (
    <div>
      <div className="mb-1 grid grid-cols-2 gap-2 text-xs text-muted">
        <span>{labels[0]}</span>
        <span>{labels[1]}</span>
      </div>
      <div ref={place} className="max-h-[45vh] overflow-y-auto rounded-md border border-line" />
    </div>
  );
}
