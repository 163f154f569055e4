import { useTranslation } from "react-i18next";
import { Field, Input } from "@/ui";
import { ConditionRows } from "../fields/ConditionRows";
import { Part } from "../fields/Part";
import { Rows } from "../fields/Rows";
import { SourceSelect } from "../fields/SourceSelect";
import { TypeSelect } from "../fields/TypeSelect";
import { VariablePicker } from "../fields/VariablePicker";
import { type Row, rowsOf, selectorOf, textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

const TYPES = [
  ...["string", "number", "boolean", "object"],
  ...["array[string]", "array[number]", "array[boolean]", "array[object]"],
];

/** The nodes inside, again and again. */
export default function LoopForm({ data, change, variables, inside, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  return (
    <>
      <Field label={t("forms.loop.most")} className="max-w-40">
        <Input
          type="number"
          min={1}
          disabled={readOnly}
          value={Number(data.loop_count ?? 10) || ""}
          onChange={(event) => change({ loop_count: Number(event.target.value) })}
        />
      </Field>
      <Part title={t("forms.loop.variables")}>
        <Rows
          label={t("forms.loop.variables")}
          add={t("forms.loop.add")}
          rows={rowsOf(data.loop_variables)}
          readOnly={readOnly}
          nameOf={(row, at) => textOf(row.label) || String(at + 1)}
          make={() => ({ label: "", var_type: "string", value_type: "constant", value: "" })}
          onChange={(next) => change({ loop_variables: next })}
        >
          {(row, set, at) => (
            <LoopVariable number={at + 1} row={row} set={set} variables={variables} readOnly={readOnly} />
          )}
        </Rows>
      </Part>
      <Part title={t("forms.loop.until")}>
        <ConditionRows
          label={t("forms.loop.until")}
          conditions={data.break_conditions}
          logicalOperator={data.logical_operator}
          variables={[...inside, ...variables]}
          readOnly={readOnly}
          onChange={({ conditions, ...patch }) =>
            change({ ...patch, ...(conditions ? { break_conditions: conditions } : {}) })
          }
        />
      </Part>
    </>
  );
}

type VariableProps = Pick<NodeFormProps, "variables" | "readOnly"> & {
  number: number;
  row: Row;
  set: (row: Row) => void;
};

function LoopVariable({ number, row, set, variables, readOnly }: VariableProps) {
  const { t } = useTranslation("workflows");
  const name = textOf(row.label) || String(number);
  const type = textOf(row.var_type) || "string";
  const isVariable = row.value_type === "variable";
  const text = typeof row.value === "string" ? row.value : JSON.stringify(row.value ?? "");
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex min-w-0 gap-1">
        <Input
          aria-label={t("forms.named.name", { number })}
          className="min-w-24 flex-1 font-mono"
          placeholder={t("forms.named.placeholder")}
          maxLength={100}
          readOnly={readOnly}
          value={textOf(row.label)}
          onChange={(event) => set({ ...row, label: event.target.value })}
        />
        <TypeSelect
          label={t("forms.type", { name })}
          types={TYPES}
          value={type}
          readOnly={readOnly}
          onChange={(next) => set({ ...row, var_type: next })}
        />
      </div>
      <div className="flex min-w-0 gap-1">
        <SourceSelect
          label={t("forms.source", { name })}
          isVariable={isVariable}
          readOnly={readOnly}
          onChange={(next) => set({ ...row, value_type: next ? "variable" : "constant", value: next ? [] : "" })}
        />
        {isVariable ? (
          <VariablePicker
            className="flex-1"
            label={t("forms.named.value", { name })}
            accepts={[type]}
            value={selectorOf(row.value)}
            variables={variables}
            readOnly={readOnly}
            onChange={(value) => set({ ...row, value })}
          />
        ) : (
          <Input
            aria-label={t("forms.named.value", { name })}
            className="flex-1"
            placeholder={t("forms.loop.start")}
            readOnly={readOnly}
            value={text}
            onChange={(event) => set({ ...row, value: event.target.value })}
          />
        )}
      </div>
    </div>
  );
}
