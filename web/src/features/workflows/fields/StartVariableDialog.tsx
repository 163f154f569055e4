import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FileRulesFields } from "@/features/apps/configs/FileRulesFields";
import type { FileRules } from "@/features/apps/configs/fileUpload";
import { Button, Checkbox, Dialog, Field, Input, Select, Textarea } from "@/ui";
import { type Row, textOf, textsOf } from "../kinds/reading";
import { FIELD_TYPES, type FieldType, fieldType, startProblem, withType } from "./startVariables";

type Props = {
  given: Row;
  isNew: boolean;
  others: readonly string[];
  onClose: () => void;
  onDone: (row: Row) => void;
};

/** One variable of the start. */
export default function StartVariableDialog({ given, isNew, others, onClose, onDone }: Props) {
  const { t } = useTranslation("workflows");
  const [row, setRow] = useState(given);
  const [options, setOptions] = useState(textsOf(given.options).join("\n"));
  const [tried, setTried] = useState(false);
  const set = (patch: Row) => setRow({ ...row, ...patch });
  const type = fieldType(row);
  const whole = type === "select" ? { ...row, options: linesOf(options) } : row;
  const problem = tried ? startProblem(whole, others) : null;
  const wrong = (...which: (typeof problem)[]) =>
    problem && which.includes(problem) ? t(`forms.start.problems.${problem}`) : undefined;
  const done = () => {
    setTried(true);
    if (!startProblem(whole, others)) onDone(whole);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={isNew ? t("forms.start.add") : t("forms.start.edit", { name: textOf(given.variable) })}
      onSubmit={done}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary">
            {t("done")}
          </Button>
        </>
      }
    >
      <Field label={t("forms.start.name")} hint={t("forms.start.nameHint")} error={wrong("name", "taken")}>
        <Input
          autoFocus
          className="font-mono"
          maxLength={100}
          value={textOf(row.variable)}
          onChange={(event) => set({ variable: event.target.value })}
        />
      </Field>
      <Field label={t("forms.start.label")} hint={t("forms.start.labelHint")}>
        <Input maxLength={255} value={textOf(row.label)} onChange={(event) => set({ label: event.target.value })} />
      </Field>
      <Field label={t("forms.start.type")}>
        <Select value={type} onChange={(event) => setRow(withType(row, event.target.value as FieldType))}>
          {FIELD_TYPES.map((each) => (
            <option key={each} value={each}>
              {t(`forms.start.types.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {type === "select" && (
        <Field label={t("forms.start.options")} hint={t("forms.start.optionsHint")} error={wrong("options")}>
          <Textarea value={options} onChange={(event) => setOptions(event.target.value)} />
        </Field>
      )}
      {(type === "text-input" || type === "paragraph") && (
        <Field label={t("forms.start.maxLength")}>
          <Input
            type="number"
            min={1}
            placeholder={t("forms.start.noLimit")}
            value={Number(row.max_length) || ""}
            onChange={(event) => set({ max_length: event.target.value ? Number(event.target.value) : null })}
          />
        </Field>
      )}
      {(type === "file" || type === "file-list") && (
        <FileRulesFields rules={rulesOf(row)} onChange={(patch) => set(written({ ...rulesOf(row), ...patch }))} />
      )}
      <DefaultValue row={whole} error={wrong("json", "default")} onChange={(value) => set({ default: value })} />
      <Checkbox
        label={t("forms.required")}
        checked={row.required === true}
        onChange={(event) => set({ required: event.target.checked })}
      />
    </Dialog>
  );
}

type DefaultProps = { row: Row; error: string | undefined; onChange: (value: unknown) => void };

function DefaultValue({ row, error, onChange }: DefaultProps) {
  const { t } = useTranslation("workflows");
  const type = fieldType(row);
  if (type === "file" || type === "file-list") return null;
  if (type === "checkbox") {
    return (
      <Checkbox
        label={t("forms.start.checked")}
        checked={row.default === true}
        onChange={(event) => onChange(event.target.checked)}
      />
    );
  }
  const { default: given } = row;
  const value = typeof given === "string" || typeof given === "number" ? given : given ? JSON.stringify(given) : "";
  const set = (text: string) => onChange(text === "" ? null : type === "number" ? Number(text) : text);
  return (
    <Field label={t("forms.start.default")} error={error}>
      {type === "select" ? (
        <Select value={value} onChange={(event) => set(event.target.value)}>
          <option value="">{t("forms.unset")}</option>
          {textsOf(row.options).map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      ) : type === "paragraph" || type === "json_object" ? (
        <Textarea value={value} onChange={(event) => set(event.target.value)} />
      ) : (
        <Input
          type={type === "number" ? "number" : "text"}
          step="any"
          value={value}
          onChange={(event) => set(event.target.value)}
        />
      )}
    </Field>
  );
}

function rulesOf(row: Row): FileRules {
  return {
    enabled: true,
    kinds: textsOf(row.allowed_file_types) as FileRules["kinds"],
    ways: textsOf(row.allowed_file_upload_methods) as FileRules["ways"],
    extensions: textsOf(row.allowed_file_extensions),
    most: fieldType(row) === "file" ? 1 : Number(row.max_length) || 5,
  };
}

const written = ({ kinds, ways, extensions, most }: FileRules): Row => ({
  allowed_file_types: kinds,
  allowed_file_upload_methods: ways,
  allowed_file_extensions: extensions,
  max_length: most,
});

const linesOf = (text: string) => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];
