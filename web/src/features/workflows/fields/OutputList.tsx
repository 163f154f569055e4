import { useTranslation } from "react-i18next";
import type { NodeData } from "../graph/types";
import { outputsOf } from "../kinds/registry";
import { FoldedPart } from "./Part";

/** Their forms show their outputs already. */
const SHOWN = ["start", "code", "end"];

/** What others can use of a node. */
export function OutputList({ data }: { data: NodeData }) {
  const { t } = useTranslation("workflows");
  const outputs = outputsOf(data);
  if (outputs.length === 0 || SHOWN.includes(data.type)) return null;
  return (
    <FoldedPart title={t("forms.outputs")}>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 text-sm">
        {outputs.map(({ selector, label, type }) => (
          <div key={selector.join(".")} className="contents">
            <dt className="truncate font-mono text-xs">{label}</dt>
            <dd className="font-mono text-xs text-muted">{type}</dd>
          </div>
        ))}
      </dl>
    </FoldedPart>
  );
}
