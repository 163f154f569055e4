import { useTranslation } from "react-i18next";
import { Select } from "@/ui";
import { AssignedValue } from "../fields/AssignedValue";
import { assignedType, defaultSource, operationsFor, takesAValue } from "../fields/assigning";
import { Rows } from "../fields/Rows";
import { namedSelector } from "../fields/titles";
import { VariablePicker } from "../fields/VariablePicker";
import { itemsOf } from "../kinds/assigner";
import { type Row, selectorOf, textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

/** Sets variables of the conversation or of the loop around. */
export default function AssignerForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const writable = variables.filter((each) => each.writable);
  // From the first change on it is version 2; version 1 stood for one.
  const set = (items: Row[]) => change({ version: "2", items });
  return (
    <Rows
      label={t("forms.assigner.items")}
      add={t("forms.assigner.add")}
      rows={itemsOf(data)}
      ordered
      stacked
      readOnly={readOnly}
      empty={writable.length === 0 ? t("forms.assigner.nothing") : undefined}
      nameOf={(row, at) => selectorOf(row.variable_selector).slice(1).join(".") || String(at + 1)}
      make={() => ({ variable_selector: [], input_type: "variable", operation: "over-write", value: [] })}
      onChange={set}
    >
      {(row, setRow, at) => {
        const selector = selectorOf(row.variable_selector);
        const type = selector.length > 1 ? namedSelector(t, writable, selector).type : "any";
        const operation = textOf(row.operation) || "over-write";
        const operations: readonly string[] = operationsFor(type);
        const number = at + 1;
        return (
          <div className="flex min-w-0 flex-col gap-1">
            <p className="flex h-7 items-center text-xs text-muted">{t("forms.assigner.one", { number })}</p>
            <VariablePicker
              label={t("forms.assigner.variable", { number })}
              value={selector}
              variables={writable}
              readOnly={readOnly}
              onChange={(next) => {
                const nextType = namedSelector(t, writable, next).type;
                const fitting: readonly string[] = operationsFor(nextType);
                const kept = fitting.includes(operation)
                  ? {}
                  : { ...defaultSource("over-write"), operation: "over-write" };
                setRow({ ...row, variable_selector: next, ...kept });
              }}
            />
            <div className="flex min-w-0 flex-wrap gap-1">
              <Select
                aria-label={t("forms.assigner.operation", { number })}
                className="w-auto! min-w-32 flex-1"
                disabled={readOnly}
                value={operation}
                onChange={(event) =>
                  setRow({ ...row, operation: event.target.value, ...defaultSource(event.target.value) })
                }
              >
                {!operations.includes(operation) && <option>{operation}</option>}
                {operationsFor(type).map((each) => (
                  <option key={each} value={each}>
                    {t(`forms.assigner.operations.${each}`)}
                  </option>
                ))}
              </Select>
            </div>
            {takesAValue(operation) && (
              <AssignedValue
                number={number}
                row={row}
                type={assignedType(operation, type)}
                variables={variables}
                readOnly={readOnly}
                onChange={setRow}
              />
            )}
          </div>
        );
      }}
    </Rows>
  );
}
