import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Input } from "@/ui";
import type { Offered } from "../kinds/upstream";
import { linesOf, type Pair, pairsOf } from "./httpFields";
import { Rows } from "./Rows";
import { TemplateEditor } from "./TemplateEditor";

type Props = {
  label: string;
  add: string;
  value: unknown;
  onChange: (lines: string) => void;
  variables: readonly Offered[];
  readOnly: boolean;
};

/** Names and values that are stored as lines. Rows that say nothing yet stand here only. */
export function PairRows({ label, add, value, onChange, variables, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const stored = pairsOf(value);
  const [typed, setTyped] = useState<Pair[]>(stored);
  const rows = linesOf(typed) === linesOf(stored) ? typed : stored;
  return (
    <Rows
      label={label}
      add={add}
      rows={rows}
      readOnly={readOnly}
      nameOf={(row, at) => row.name || String(at + 1)}
      make={() => ({ name: "", value: "" })}
      onChange={(next) => {
        setTyped(next);
        onChange(linesOf(next));
      }}
    >
      {(row, set, at) => (
        <div className="flex min-w-0 gap-1">
          <Input
            aria-label={t("forms.http.pairName", { label, number: at + 1 })}
            className="min-w-20 flex-1 basis-20"
            placeholder={t("forms.named.placeholder")}
            spellCheck={false}
            readOnly={readOnly}
            value={row.name}
            onChange={(event) => set({ ...row, name: event.target.value.replaceAll(":", "") })}
          />
          <div className="min-w-0 flex-2 basis-32">
            <TemplateEditor
              label={t("forms.http.pairValue", { label, number: at + 1 })}
              value={row.value}
              variables={variables}
              readOnly={readOnly}
              onChange={(text) => set({ ...row, value: text })}
            />
          </div>
        </div>
      )}
    </Rows>
  );
}
