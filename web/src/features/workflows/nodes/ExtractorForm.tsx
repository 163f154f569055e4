import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input, Select } from "@/ui";
import { FieldBox } from "../fields/FieldBox";
import { ModelField } from "../fields/ModelField";
import { FoldedPart, Part } from "../fields/Part";
import { Rows } from "../fields/Rows";
import { TemplateEditor } from "../fields/TemplateEditor";
import { TypeSelect } from "../fields/TypeSelect";
import { VariablePicker } from "../fields/VariablePicker";
import { type Row, rowsOf, selectorOf, textOf, textsOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";
import { SeenFields } from "./SeenFields";

const TYPES = [
  ...["string", "number", "boolean", "object"],
  ...["array[string]", "array[number]", "array[boolean]", "array[object]"],
];
const RESERVED = ["__is_success", "__reason", "__usage"];

/** Values of declared types out of a text. */
export default function ExtractorForm({ mode, data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const parameters = rowsOf(data.parameters);
  return (
    <>
      <Query value={data.query} variables={variables} readOnly={readOnly} onChange={(query) => change({ query })} />
      <Part title={t("forms.extractor.parameters")}>
        <Rows
          label={t("forms.extractor.parameters")}
          add={t("forms.extractor.add")}
          rows={parameters}
          readOnly={readOnly}
          nameOf={(row, at) => textOf(row.name) || String(at + 1)}
          make={() => ({ name: "", type: "string", description: "", required: false })}
          onChange={(next) => change({ parameters: next })}
        >
          {(row, set, at) => {
            const taken = parameters.some((each, other) => other < at && each.name === row.name);
            return <Parameter number={at + 1} row={row} set={set} taken={taken} readOnly={readOnly} />;
          }}
        </Rows>
      </Part>
      <ModelField value={data.model} readOnly={readOnly} onChange={(model) => change({ model })} />
      <FoldedPart title={t("forms.more")}>
        <FieldBox label={t("forms.instruction")}>
          {(ids) => (
            <TemplateEditor
              {...ids}
              lines={3}
              value={textOf(data.instruction)}
              variables={variables}
              readOnly={readOnly}
              onChange={(instruction) => change({ instruction })}
            />
          )}
        </FieldBox>
        <Field label={t("forms.extractor.mode")} hint={t("forms.extractor.modeHint")}>
          <Select
            disabled={readOnly}
            value={data.reasoning_mode === "prompt" ? "prompt" : "function_call"}
            onChange={(event) => change({ reasoning_mode: event.target.value })}
          >
            <option value="function_call">{t("forms.extractor.byTool")}</option>
            <option value="prompt">{t("forms.extractor.byPrompt")}</option>
          </Select>
        </Field>
        <SeenFields mode={mode} data={data} change={change} variables={variables} readOnly={readOnly} />
      </FoldedPart>
    </>
  );
}

type QueryProps = Pick<NodeFormProps, "variables" | "readOnly"> & {
  value: unknown;
  onChange: (query: unknown) => void;
};

/** A variable; files of other programs may hold a text with variables. */
function Query({ value, variables, readOnly, onChange }: QueryProps) {
  const { t } = useTranslation("workflows");
  const label = t("forms.extractor.query");
  if (typeof value === "string") {
    return (
      <FieldBox label={label}>
        {(ids) => <TemplateEditor {...ids} lines={2} {...{ value, variables, readOnly, onChange }} />}
      </FieldBox>
    );
  }
  return (
    <Field label={label}>
      <VariablePicker
        label={label}
        value={selectorOf(value)}
        variables={variables}
        readOnly={readOnly}
        onChange={onChange}
      />
    </Field>
  );
}

type ParameterProps = { number: number; row: Row; set: (row: Row) => void; taken: boolean; readOnly: boolean };

function Parameter({ number, row, set, taken, readOnly }: ParameterProps) {
  const { t } = useTranslation("workflows");
  const name = textOf(row.name);
  const wrong = taken || RESERVED.includes(name);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex min-w-0 gap-1">
        <Input
          aria-label={t("forms.extractor.name", { number })}
          aria-invalid={wrong || undefined}
          title={wrong ? t(taken ? "forms.named.twice" : "forms.extractor.reserved") : undefined}
          className="min-w-24 flex-1 font-mono"
          placeholder={t("forms.named.placeholder")}
          maxLength={100}
          readOnly={readOnly}
          value={name}
          onChange={(event) => set({ ...row, name: event.target.value })}
        />
        <TypeSelect
          label={t("forms.type", { name: name || number })}
          types={TYPES}
          value={textOf(row.type) || "string"}
          readOnly={readOnly}
          onChange={(type) => set({ ...row, type })}
        />
      </div>
      <Input
        aria-label={t("forms.extractor.description", { name: name || number })}
        placeholder={t("forms.extractor.descriptionHint")}
        readOnly={readOnly}
        maxLength={1000}
        value={textOf(row.description)}
        onChange={(event) => set({ ...row, description: event.target.value })}
      />
      {row.type === "string" && (
        <Input
          aria-label={t("forms.extractor.options", { name: name || number })}
          placeholder={t("forms.extractor.optionsHint")}
          readOnly={readOnly}
          defaultValue={textsOf(row.options).join(", ")}
          onBlur={(event) => {
            const options = event.target.value
              .split(",")
              .map((each) => each.trim())
              .filter(Boolean);
            if (options.join() !== textsOf(row.options).join())
              set({ ...row, options: options.length ? options : null });
          }}
        />
      )}
      <Checkbox
        label={t("forms.required")}
        checked={row.required === true}
        disabled={readOnly}
        onChange={(event) => set({ ...row, required: event.target.checked })}
      />
    </div>
  );
}
