import { useTranslation } from "react-i18next";
import { Select } from "@/ui";
import { isRow, type Row, rowOf, selectorOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { ConstantInput } from "./AssignedValue";
import { FieldBox } from "./FieldBox";
import { SourceSelect } from "./SourceSelect";
import { TemplateEditor } from "./TemplateEditor";
import type { Parameter } from "./tools";
import { VariablePicker } from "./VariablePicker";

type Props = {
  parameters: readonly Parameter[];
  /** {name: {type: mixed, variable or constant, value}} */
  value: unknown;
  onChange: (next: Record<string, unknown>) => void;
  variables: readonly Offered[];
  readOnly: boolean;
};

/** What a tool is called with. */
export function ToolParameters({ parameters, value, onChange, variables, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const given = rowOf(value);
  if (parameters.length === 0) return <p className="text-sm text-muted">{t("forms.tool.noParameters")}</p>;
  return parameters.map((each) => (
    <FieldBox
      key={each.name}
      label={each.required ? t("forms.tool.needed", { name: each.name }) : each.name}
      hint={each.description || undefined}
    >
      {() => (
        <ParameterInput
          parameter={each}
          input={inputOf(given[each.name])}
          variables={variables}
          readOnly={readOnly}
          onChange={(input) => onChange({ ...given, [each.name]: input })}
        />
      )}
    </FieldBox>
  ));
}

/** Settings are plain values, or have the shape of parameters. */
export function inputOf(value: unknown): Row {
  return isRow(value) && "value" in value ? value : { type: "constant", value };
}

const TYPES: Record<string, string> = {
  number: "number",
  integer: "number",
  boolean: "boolean",
  object: "object",
  array: "array",
};

type InputProps = {
  parameter: Parameter;
  input: Row;
  onChange: (input: Row) => void;
  variables: readonly Offered[];
  readOnly: boolean;
};

function ParameterInput({ parameter, input, onChange, variables, readOnly }: InputProps) {
  const { t } = useTranslation("workflows");
  const { name, options } = parameter;
  const type = TYPES[parameter.type];
  const isVariable = input.type === "variable";
  if (options.length > 0 && !isVariable) {
    return (
      <Select
        aria-label={name}
        disabled={readOnly}
        value={String(input.value ?? "")}
        onChange={(event) => onChange({ type: "constant", value: event.target.value })}
      >
        <option value="">{t("forms.unset")}</option>
        {options.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </Select>
    );
  }
  if (!type && !isVariable) {
    return (
      <TemplateEditor
        label={name}
        lines={2}
        value={typeof input.value === "string" ? input.value : input.value == null ? "" : JSON.stringify(input.value)}
        variables={variables}
        readOnly={readOnly}
        onChange={(value) => onChange({ type: "mixed", value })}
      />
    );
  }
  return (
    <div className="flex min-w-0 items-start gap-1">
      <SourceSelect
        label={t("forms.source", { name })}
        isVariable={isVariable}
        readOnly={readOnly}
        onChange={(next) => onChange(next ? { type: "variable", value: [] } : { type: "constant", value: "" })}
      />
      <div className="min-w-0 flex-1">
        {isVariable ? (
          <VariablePicker
            label={name}
            accepts={type ? [type] : undefined}
            value={selectorOf(input.value)}
            variables={variables}
            readOnly={readOnly}
            onChange={(value) => onChange({ type: "variable", value })}
          />
        ) : (
          <ConstantInput
            label={name}
            type={type ?? "string"}
            value={input.value}
            readOnly={readOnly}
            onChange={(value) => onChange({ type: "constant", value })}
          />
        )}
      </div>
    </div>
  );
}
