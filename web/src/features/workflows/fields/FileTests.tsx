import { useTranslation } from "react-i18next";
import { Select } from "@/ui";
import { type Row, rowsOf, textOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { ConditionValue, Joined, OperatorSelect } from "./ConditionValue";
import { FILE_KEYS, keyType, operatorsFor, takesValue } from "./operators";
import { Rows } from "./Rows";

type TestsProps = {
  number: number;
  value: Row;
  onChange: (next: Row) => void;
  variables: readonly Offered[];
  readOnly?: boolean;
};

/** What must be true of one file among several. */
export function FileTests({ number, value, onChange, variables, readOnly }: TestsProps) {
  const { t } = useTranslation("workflows");
  const rows = rowsOf(value.conditions);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 border-l-2 border-line pl-3">
      <legend className="sr-only">{t("forms.conditions.files", { number })}</legend>
      {rows.length > 1 && (
        <Joined
          value={value.logical_operator}
          readOnly={readOnly}
          onChange={(next) => onChange({ ...value, logical_operator: next })}
        />
      )}
      <Rows
        label={t("forms.conditions.files", { number })}
        add={t("forms.conditions.addFile")}
        rows={rows}
        least={1}
        readOnly={readOnly}
        make={() => ({ key: "name", comparison_operator: "contains", value: "" })}
        onChange={(conditions) => onChange({ ...value, conditions })}
      >
        {(row, set, at) => {
          const key = textOf(row.key);
          const operator = textOf(row.comparison_operator);
          const names = { number: at + 1 };
          return (
            <div className="flex min-w-0 flex-wrap gap-1">
              <FileKeySelect
                label={t("forms.conditions.fileKey", names)}
                value={key}
                readOnly={readOnly}
                onChange={(next) => {
                  const operators: readonly string[] = operatorsFor(keyType(next));
                  set({
                    ...row,
                    key: next,
                    comparison_operator: operators.includes(operator) ? operator : operators[0],
                  });
                }}
              />
              <OperatorSelect
                label={t("forms.conditions.operator", names)}
                type={keyType(key)}
                value={operator}
                readOnly={readOnly}
                onChange={(next) => set({ ...row, comparison_operator: next })}
              />
              {takesValue(operator) && (
                <ConditionValue
                  label={t("forms.conditions.value", names)}
                  type={keyType(key)}
                  operator={operator}
                  value={row.value}
                  variables={variables}
                  readOnly={readOnly}
                  onChange={(next) => set({ ...row, value: next })}
                />
              )}
            </div>
          );
        }}
      </Rows>
    </fieldset>
  );
}

type KeyProps = { label: string; value: string; onChange: (key: string) => void; readOnly?: boolean };

export function FileKeySelect({ label, value, onChange, readOnly }: KeyProps) {
  const { t } = useTranslation("workflows");
  return (
    <Select
      aria-label={label}
      className="w-auto! min-w-28 flex-1 basis-28"
      disabled={readOnly}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {!(FILE_KEYS as readonly string[]).includes(value) && <option>{value}</option>}
      {FILE_KEYS.map((each) => (
        <option key={each} value={each}>
          {t(`forms.fileKeys.${each}`)}
        </option>
      ))}
    </Select>
  );
}
