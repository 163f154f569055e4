import { useTranslation } from "react-i18next";
import { Field, Textarea } from "@/ui";
import { noteText } from "../canvas/noteText";
import { sizeOf } from "../canvas/sizes";
import { changeData, resize } from "../graph/edits";
import type { GraphNode } from "../graph/types";
import { useStore } from "./context";

const [LINE, PADDING, LEAST, CHARACTERS] = [20, 28, 96, 28];

/** About as high as its text, at the width that it has. */
function heightOf(text: string): number {
  const lines = text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / CHARACTERS)), 0);
  return Math.max(LEAST, lines * LINE + PADDING);
}

export function NoteForm({ node }: { node: GraphNode }) {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const write = (text: string) =>
    store.edit((graph) => {
      const changed = changeData(graph, node.id, { text });
      return resize(changed, node.id, sizeOf(node).width, heightOf(text));
    }, `${node.id} text`);
  return (
    <Field label={t("editor.noteText")} hint={t("editor.noteHint")}>
      <Textarea
        rows={6}
        maxLength={2000}
        readOnly={store.readOnly}
        value={noteText(node.data.text)}
        onChange={(event) => write(event.target.value)}
      />
    </Field>
  );
}
