import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input, Select, Textarea } from "@/ui";
import { FileControl } from "./FileControl";
import { type FormField, type GivenFile, kindOf } from "./fields";
import type { Upload } from "./queries";

type Props = {
  field: FormField;
  value: unknown;
  error?: string;
  upload: Upload;
  onChange: (value: unknown) => void;
  /** By how many more, or fewer, files are on their way. */
  onUploading: (more: number) => void;
};

/** One field of a form. */
export function FormControl({ field, value, error, upload, onChange, onUploading }: Props) {
  const { t } = useTranslation("workflows");
  const kind = kindOf(field);
  if (kind === "checkbox") {
    return (
      <Checkbox label={field.label} checked={value === true} onChange={(event) => onChange(event.target.checked)} />
    );
  }
  if (kind === "file" || kind === "file-list") {
    const many = kind === "file-list";
    const files = (many ? value : value ? [value] : []) as GivenFile[];
    return (
      <FileControl
        field={field}
        many={many}
        files={files}
        error={error}
        upload={upload}
        onChange={(all) => onChange(many ? all : (all.at(-1) ?? null))}
        onUploading={onUploading}
      />
    );
  }
  const most = field.max_length ?? undefined;
  const text = String(value ?? "");
  return (
    <Field label={field.required ? `${field.label} *` : field.label} error={error}>
      {kind === "paragraph" ? (
        <Textarea value={text} maxLength={most} onChange={(event) => onChange(event.target.value)} />
      ) : kind === "select" ? (
        <Select value={text} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t("people.choose")}</option>
          {field.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      ) : kind === "number" ? (
        <Input
          type="number"
          step="any"
          value={text}
          onChange={(event) => onChange(event.target.value === "" ? "" : Number(event.target.value))}
        />
      ) : (
        <Input value={text} maxLength={most} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
