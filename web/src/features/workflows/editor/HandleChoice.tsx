import { useTranslation } from "react-i18next";
import { Field, Select } from "@/ui";
import type { GraphNode } from "../graph/types";
import { handlesOf } from "../kinds/registry";
import { handleText } from "../kinds/words";

/** By which way a node is left, where it has several. */
export function HandleChoice(props: { node: GraphNode; value: string; onChange: (handle: string) => void }) {
  const { node, value, onChange } = props;
  const { t } = useTranslation("workflows");
  const handles = handlesOf(node.data);
  if (handles.length < 2) return null;
  return (
    <Field label={t("editor.branch")}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        {handles.map((handle) => (
          <option key={handle.id} value={handle.id}>
            {handleText(t, handle)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
