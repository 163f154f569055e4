import { useTranslation } from "react-i18next";
import { Field, Input, Select } from "@/ui";
import { type Row, rowOf, selectorOf, textOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { BODIES, type BodyType, binaryFile, bodyItems, bodyText, bodyType, withText, withType } from "./httpFields";
import { Rows } from "./Rows";
import { TemplateEditor } from "./TemplateEditor";
import { FILES } from "./types";
import { VariablePicker } from "./VariablePicker";

type Props = {
  value: unknown;
  onChange: (body: Row) => void;
  variables: readonly Offered[];
  readOnly: boolean;
};

/** What a request sends. */
export function HttpBody({ value, onChange, variables, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const type = bodyType(value);
  const label = t("forms.http.body");
  return (
    <>
      <Field label={label}>
        <Select
          disabled={readOnly}
          value={type}
          onChange={(event) => onChange(withType(value, event.target.value as BodyType))}
        >
          {BODIES.map((each) => (
            <option key={each} value={each}>
              {t(`forms.http.bodies.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {(type === "json" || type === "raw-text") && (
        <TemplateEditor
          key={type}
          label={label}
          lines={6}
          opening={type === "json" ? "json" : "text"}
          placeholder={type === "json" ? t("forms.http.jsonHint", { example: "{{" }) : undefined}
          value={bodyText(value)}
          variables={variables}
          readOnly={readOnly}
          onChange={(text) => onChange(withText(value, text))}
        />
      )}
      {(type === "form-data" || type === "x-www-form-urlencoded") && (
        <Rows
          label={label}
          add={t("forms.http.addField")}
          rows={bodyItems(value)}
          readOnly={readOnly}
          nameOf={(row, at) => textOf(row.key) || String(at + 1)}
          make={() => ({ key: "", type: "text", value: "" }) as Row}
          onChange={(data) => onChange({ ...rowOf(value), data })}
        >
          {(row, set, at) => (
            <FormItem
              number={at + 1}
              row={row}
              set={set}
              mayBeFile={type === "form-data"}
              variables={variables}
              readOnly={readOnly}
            />
          )}
        </Rows>
      )}
      {type === "binary" && (
        <VariablePicker
          label={t("forms.http.file")}
          accepts={FILES}
          value={binaryFile(value)}
          variables={variables}
          readOnly={readOnly}
          onChange={(file) => onChange({ ...rowOf(value), data: [{ type: "file", file }] })}
        />
      )}
    </>
  );
}

type ItemProps = Pick<Props, "variables" | "readOnly"> & {
  number: number;
  row: Row;
  set: (row: Row) => void;
  mayBeFile: boolean;
};

function FormItem({ number, row, set, mayBeFile, variables, readOnly }: ItemProps) {
  const { t } = useTranslation("workflows");
  const label = t("forms.http.body");
  const isFile = mayBeFile && row.type === "file";
  return (
    <div className="flex min-w-0 flex-wrap gap-1">
      <Input
        aria-label={t("forms.http.pairName", { label, number })}
        className="min-w-20 flex-1 basis-20"
        placeholder={t("forms.named.placeholder")}
        readOnly={readOnly}
        value={textOf(row.key)}
        onChange={(event) => set({ ...row, key: event.target.value })}
      />
      {mayBeFile && (
        <Select
          aria-label={t("forms.http.itemType", { number })}
          className="w-auto!"
          disabled={readOnly}
          value={isFile ? "file" : "text"}
          onChange={(event) => set({ ...row, type: event.target.value })}
        >
          <option value="text">{t("forms.http.text")}</option>
          <option value="file">{t("forms.http.file")}</option>
        </Select>
      )}
      <div className="min-w-0 flex-2 basis-32">
        {isFile ? (
          <VariablePicker
            label={t("forms.http.pairValue", { label, number })}
            accepts={FILES}
            value={selectorOf(row.file)}
            variables={variables}
            readOnly={readOnly}
            onChange={(file) => set({ ...row, file })}
          />
        ) : (
          <TemplateEditor
            label={t("forms.http.pairValue", { label, number })}
            value={textOf(row.value)}
            variables={variables}
            readOnly={readOnly}
            onChange={(text) => set({ ...row, value: text })}
          />
        )}
      </div>
    </div>
  );
}
