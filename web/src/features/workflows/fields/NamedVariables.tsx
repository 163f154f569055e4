import { useTranslation } from "react-i18next";
import { Input } from "@/ui";
import { type Row, rowsOf, selectorOf, textOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { Rows } from "./Rows";
import { found } from "./types";
import { VariablePicker } from "./VariablePicker";

type Props = {
  label: string;
  add: string;
  value: unknown;
  onChange: (rows: Row[]) => void;
  variables: readonly Offered[];
  readOnly?: boolean;
  /** Also write the variable's type, as `value_type`. */
  typed?: boolean;
};

/** Variables under names of the node's own: {variable, value_selector}. */
export function NamedVariables({ label, add, value, onChange, variables, readOnly, typed }: Props) {
  const { t } = useTranslation("workflows");
  const rows = rowsOf(value);
  const names = rows.map((row) => textOf(row.variable));
  return (
    <Rows
      label={label}
      add={add}
      rows={rows}
      onChange={onChange}
      readOnly={readOnly}
      nameOf={(row, at) => textOf(row.variable) || `${at + 1}`}
      make={() => ({ variable: "", value_selector: [] })}
    >
      {(row, set, at) => {
        const name = textOf(row.variable);
        const twice = name !== "" && names.indexOf(name) !== at;
        return (
          <div className="flex min-w-0 flex-wrap items-center gap-1">
            <Input
              aria-label={t("forms.named.name", { number: at + 1 })}
              aria-invalid={twice || undefined}
              title={twice ? t("forms.named.twice") : undefined}
              className="min-w-24 flex-1 basis-24 font-mono"
              placeholder={t("forms.named.placeholder")}
              maxLength={100}
              readOnly={readOnly}
              spellCheck={false}
              value={name}
              onChange={(event) => set({ ...row, variable: event.target.value })}
            />
            <VariablePicker
              className="flex-2 basis-36"
              label={t("forms.named.value", { name: name || at + 1 })}
              value={selectorOf(row.value_selector)}
              variables={variables}
              readOnly={readOnly}
              onChange={(selector) => {
                const type = typed ? { value_type: found(variables, selector)?.type ?? "any" } : {};
                // Most call it what it is called.
                set({ ...row, variable: name || (selector.at(-1) ?? ""), value_selector: selector, ...type });
              }}
            />
          </div>
        );
      }}
    </Rows>
  );
}
