import { useTranslation } from "react-i18next";
import type { FormField } from "@/features/apps/configs/config";
import type { Inputs } from "@/features/apps/configs/inputs";
import { Checkbox, Field, Input, Select, Textarea } from "@/ui";

type Props = {
  form: FormField[];
  inputs: Inputs;
  /** The variables that must be filled in first. */
  missed: string[];
  onChange: (inputs: Inputs) => void;
};

/** The app's form, as whoever asks fills it in. */
export function InputForm({ form, inputs, missed, onChange }: Props) {
  const { t } = useTranslation("conversations");
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line p-3">
      {form
        .filter((field) => !field.hide)
        .map((field) => {
          const name = field.label || field.variable;
          const set = (value: Inputs[string]) => onChange({ ...inputs, [field.variable]: value });
          const value = inputs[field.variable] ?? "";
          if (field.kind === "checkbox") {
            return (
              <Checkbox
                key={field.variable}
                label={name}
                checked={value === true}
                onChange={(event) => set(event.target.checked)}
              />
            );
          }
          const error = missed.includes(field.variable) ? t("try.required") : undefined;
          return (
            <Field key={field.variable} label={field.required ? `${name} *` : name} error={error}>
              <Control field={field} value={String(value)} onChange={set} />
            </Field>
          );
        })}
    </div>
  );
}

type ControlProps = { field: FormField; value: string; onChange: (value: string | number) => void };

function Control({ field, value, onChange }: ControlProps) {
  const { t } = useTranslation("conversations");
  const most = field.max_length ?? undefined;
  if (field.kind === "paragraph")
    return <Textarea value={value} maxLength={most} onChange={(event) => onChange(event.target.value)} />;
  if (field.kind === "select") {
    return (
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t("try.choose")}</option>
        {field.options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </Select>
    );
  }
  if (field.kind === "number") {
    const set = (text: string) => onChange(text === "" ? "" : Number(text));
    return <Input type="number" step="any" value={value} onChange={(event) => set(event.target.value)} />;
  }
  return <Input value={value} maxLength={most} onChange={(event) => onChange(event.target.value)} />;
}
