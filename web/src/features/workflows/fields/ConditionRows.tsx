import { useTranslation } from "react-i18next";
import { type Row, rowOf, rowsOf, selectorOf, textOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { ConditionValue, Joined, OperatorSelect } from "./ConditionValue";
import { FileTests } from "./FileTests";
import { looksAtFiles, newCondition, takesValue, withOperator, withVariable } from "./operators";
import { Rows } from "./Rows";
import { namedSelector } from "./titles";
import { VariablePicker } from "./VariablePicker";

type Props = {
  conditions: unknown;
  logicalOperator: unknown;
  onChange: (patch: { conditions?: Row[]; logical_operator?: string }) => void;
  variables: readonly Offered[];
  readOnly?: boolean;
  label: string;
};

/** What must be true of variables: all of it, or any of it. */
export function ConditionRows({ conditions, logicalOperator, onChange, variables, readOnly, label }: Props) {
  const { t } = useTranslation("workflows");
  const rows = rowsOf(conditions);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {rows.length > 1 && (
        <Joined value={logicalOperator} readOnly={readOnly} onChange={(next) => onChange({ logical_operator: next })} />
      )}
      <Rows
        label={label}
        add={t("forms.conditions.add")}
        rows={rows}
        readOnly={readOnly}
        nameOf={(_, at) => t("forms.conditions.one", { number: at + 1 })}
        keyOf={(row, at) => textOf(row.id) || at}
        make={() => newCondition(crypto.randomUUID?.() ?? `${Date.now()}-${rows.length}`)}
        onChange={(next) => onChange({ conditions: next })}
      >
        {(row, set, at) => (
          <ConditionRow number={at + 1} condition={row} onChange={set} variables={variables} readOnly={readOnly} />
        )}
      </Rows>
    </div>
  );
}

type RowProps = {
  number: number;
  condition: Row;
  onChange: (next: Row) => void;
  variables: readonly Offered[];
  readOnly?: boolean;
};

function ConditionRow({ number, condition, onChange, variables, readOnly }: RowProps) {
  const { t } = useTranslation("workflows");
  const selector = selectorOf(condition.variable_selector);
  const named = selector.length > 1 ? namedSelector(t, variables, selector) : null;
  const type = named?.known ? named.type : textOf(condition.varType) || "any";
  const operator = textOf(condition.comparison_operator);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <VariablePicker
        label={t("forms.conditions.variable", { number })}
        value={selector}
        variables={variables}
        readOnly={readOnly}
        onChange={(next) => onChange(withVariable(condition, next, namedSelector(t, variables, next).type))}
      />
      <div className="flex min-w-0 flex-wrap gap-1">
        <OperatorSelect
          label={t("forms.conditions.operator", { number })}
          type={type}
          value={operator}
          readOnly={readOnly}
          onChange={(next) => onChange(withOperator(condition, next, type))}
        />
        {takesValue(operator) && !looksAtFiles(type, operator) && (
          <ConditionValue
            label={t("forms.conditions.value", { number })}
            type={type}
            operator={operator}
            value={condition.value}
            variables={variables}
            readOnly={readOnly}
            onChange={(value) => onChange({ ...condition, value })}
          />
        )}
      </div>
      {looksAtFiles(type, operator) && (
        <FileTests
          number={number}
          value={rowOf(condition.sub_variable_condition)}
          variables={variables}
          readOnly={readOnly}
          onChange={(tests) => onChange({ ...condition, sub_variable_condition: tests })}
        />
      )}
    </div>
  );
}
