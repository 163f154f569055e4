import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input, Select } from "@/ui";
import { ConditionValue, OperatorSelect } from "../fields/ConditionValue";
import { FileKeySelect } from "../fields/FileTests";
import { keyType, operatorsFor, takesValue } from "../fields/operators";
import { Rows } from "../fields/Rows";
import { TemplateEditor } from "../fields/TemplateEditor";
import { namedSelector } from "../fields/titles";
import { ARRAYS } from "../fields/types";
import { VariablePicker } from "../fields/VariablePicker";
import { type Row, rowOf, rowsOf, selectorOf, textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

/** Filters, takes one of, sorts and cuts an array. */
export default function ListOperatorForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const selector = selectorOf(data.variable);
  const type = selector.length > 1 ? namedSelector(t, variables, selector).type : "array[any]";
  const [filter, extract, order, limit] = [data.filter_by, data.extract_by, data.order_by, data.limit].map(rowOf) as [
    Row,
    Row,
    Row,
    Row,
  ];
  return (
    <>
      <Field label={t("forms.list.array")}>
        <VariablePicker
          label={t("forms.list.array")}
          accepts={ARRAYS}
          value={selector}
          variables={variables}
          readOnly={readOnly}
          onChange={(next) => change({ variable: next })}
        />
      </Field>
      <Step
        label={t("forms.list.filter")}
        step={filter}
        readOnly={readOnly}
        onChange={(filter_by) => change({ filter_by })}
      >
        <Filters
          type={type}
          rows={rowsOf(filter.conditions)}
          variables={variables}
          readOnly={readOnly}
          onChange={(conditions) => change({ filter_by: { ...filter, conditions } })}
        />
      </Step>
      <Step
        label={t("forms.list.extract")}
        step={extract}
        readOnly={readOnly}
        onChange={(extract_by) => change({ extract_by })}
      >
        <TemplateEditor
          label={t("forms.list.serial")}
          value={String(extract.serial ?? "1")}
          variables={variables}
          readOnly={readOnly}
          onChange={(serial) => change({ extract_by: { ...extract, serial } })}
        />
      </Step>
      <Step
        label={t("forms.list.order")}
        step={order}
        readOnly={readOnly}
        onChange={(order_by) => change({ order_by })}
      >
        <div className="flex gap-1">
          <KeyField
            label={t("forms.list.orderKey")}
            type={type}
            value={textOf(order.key)}
            readOnly={readOnly}
            onChange={(key) => change({ order_by: { ...order, key } })}
          />
          <Select
            aria-label={t("forms.list.direction")}
            className="w-auto! flex-1"
            disabled={readOnly}
            value={order.value === "desc" ? "desc" : "asc"}
            onChange={(event) => change({ order_by: { ...order, value: event.target.value } })}
          >
            <option value="asc">{t("forms.list.asc")}</option>
            <option value="desc">{t("forms.list.desc")}</option>
          </Select>
        </div>
      </Step>
      <Step label={t("forms.list.limit")} step={limit} readOnly={readOnly} onChange={(next) => change({ limit: next })}>
        <Input
          aria-label={t("forms.list.size")}
          type="number"
          min={1}
          className="max-w-40"
          disabled={readOnly}
          value={Number(limit.size) > 0 ? Number(limit.size) : ""}
          onChange={(event) => change({ limit: { ...limit, size: Number(event.target.value) } })}
        />
      </Step>
    </>
  );
}

type StepProps = { label: string; step: Row; onChange: (step: Row) => void; readOnly: boolean; children: ReactNode };

function Step({ label, step, onChange, readOnly, children }: StepProps) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Checkbox
        label={label}
        checked={step.enabled === true}
        disabled={readOnly}
        onChange={(event) => onChange({ ...step, enabled: event.target.checked })}
      />
      {step.enabled === true && <div className="pl-6">{children}</div>}
    </div>
  );
}

type FiltersProps = Pick<NodeFormProps, "variables" | "readOnly"> & {
  type: string;
  rows: Row[];
  onChange: (rows: Row[]) => void;
};

function Filters({ type, rows, onChange, variables, readOnly }: FiltersProps) {
  const { t } = useTranslation("workflows");
  const item = /^array\[(.+)\]$/.exec(type)?.[1] ?? "any";
  const typeOf = (key: string) => (item === "file" ? keyType(key) : key || item === "object" ? "any" : item);
  const first = item === "file" ? "name" : "";
  return (
    <Rows
      label={t("forms.list.filters")}
      add={t("forms.conditions.add")}
      rows={rows}
      readOnly={readOnly}
      nameOf={(_, at) => t("forms.conditions.one", { number: at + 1 })}
      make={() => ({ key: first, comparison_operator: operatorsFor(typeOf(first))[0], value: "" })}
      onChange={onChange}
    >
      {(row, set, at) => {
        const operator = textOf(row.comparison_operator);
        const of = { number: at + 1 };
        return (
          <div className="flex min-w-0 flex-wrap gap-1">
            <KeyField
              label={t("forms.list.key", of)}
              type={type}
              value={textOf(row.key)}
              readOnly={readOnly}
              onChange={(key) => set({ ...row, key })}
            />
            <OperatorSelect
              label={t("forms.conditions.operator", of)}
              type={typeOf(textOf(row.key))}
              value={operator}
              readOnly={readOnly}
              onChange={(next) => set({ ...row, comparison_operator: next })}
            />
            {takesValue(operator) && (
              <ConditionValue
                label={t("forms.conditions.value", of)}
                type={typeOf(textOf(row.key))}
                operator={operator}
                value={row.value}
                variables={variables}
                readOnly={readOnly}
                onChange={(value) => set({ ...row, value })}
              />
            )}
          </div>
        );
      }}
    </Rows>
  );
}

type KeyProps = { label: string; type: string; value: string; onChange: (key: string) => void; readOnly: boolean };

/** What of an item is looked at; of plain values, themselves. */
function KeyField({ label, type, value, onChange, readOnly }: KeyProps) {
  const { t } = useTranslation("workflows");
  if (type === "array[file]") return <FileKeySelect {...{ label, value, onChange, readOnly }} />;
  if (!["array", "array[any]", "array[object]"].includes(type) && !value) return null;
  return (
    <Input
      aria-label={label}
      className="min-w-24 flex-1 basis-24 font-mono"
      placeholder={t("forms.list.keyHint")}
      readOnly={readOnly}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
