import { useTranslation } from "react-i18next";
import { Input, Select, Textarea } from "@/ui";
import { type Row, selectorOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { SourceSelect } from "./SourceSelect";
import { VariablePicker } from "./VariablePicker";

type Props = {
  number: number;
  row: Row;
  /** That the value must be of. */
  type: string;
  variables: readonly Offered[];
  onChange: (row: Row) => void;
  readOnly: boolean;
};

/** What a variable is set to, or by. */
export function AssignedValue({ number, row, type, variables, onChange, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const isVariable = row.input_type !== "constant" && row.operation !== "set";
  const label = t("forms.assigner.value", { number });
  return (
    <div className="flex min-w-0 items-start gap-1">
      {row.operation !== "set" && (
        <SourceSelect
          label={t("forms.source", { name: number })}
          isVariable={isVariable}
          readOnly={readOnly}
          onChange={(next) => onChange({ ...row, input_type: next ? "variable" : "constant", value: next ? [] : "" })}
        />
      )}
      {isVariable ? (
        <VariablePicker
          className="flex-1"
          label={label}
          accepts={[type]}
          value={selectorOf(row.value)}
          variables={variables}
          readOnly={readOnly}
          onChange={(value) => onChange({ ...row, value })}
        />
      ) : (
        <ConstantInput
          label={label}
          type={type}
          value={row.value}
          readOnly={readOnly}
          onChange={(value) => onChange({ ...row, value })}
        />
      )}
    </div>
  );
}

type ConstantProps = {
  label: string;
  type: string;
  value: unknown;
  onChange: (value: unknown) => void;
  readOnly: boolean;
};

/** A value as it stands: objects and arrays as JSON, which the server reads by the type. */
export function ConstantInput({ label, type, value, onChange, readOnly }: ConstantProps) {
  const { t } = useTranslation("workflows");
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  if (type === "boolean") {
    return (
      <Select
        aria-label={label}
        disabled={readOnly}
        value={text === "true" || text === "false" ? text : ""}
        onChange={(event) => onChange(event.target.value === "" ? "" : event.target.value === "true")}
      >
        <option value="">{t("forms.unset")}</option>
        <option value="true">{t("forms.true")}</option>
        <option value="false">{t("forms.false")}</option>
      </Select>
    );
  }
  if (["number", "integer", "float"].includes(type)) {
    return (
      <Input
        aria-label={label}
        type="number"
        step="any"
        readOnly={readOnly}
        value={text}
        onChange={(event) => onChange(event.target.value === "" ? "" : Number(event.target.value))}
      />
    );
  }
  const isJson = type === "object" || type.startsWith("array");
  return (
    <Textarea
      aria-label={label}
      rows={1}
      className="field-sizing-content max-h-40 min-h-9!"
      placeholder={isJson ? "JSON" : undefined}
      spellCheck={!isJson}
      readOnly={readOnly}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
