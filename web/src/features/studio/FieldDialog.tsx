import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type FieldKind, type FormField, fieldProblem, KINDS, newField } from "@/features/apps/configs/config";
import { Button, Checkbox, Dialog, Field, Input, Select, Textarea } from "@/ui";

type Props = {
  /** Absent: a new one. */
  field: FormField | undefined;
  others: FormField[];
  onClose: () => void;
  onDone: (field: FormField) => void;
};

/** One variable of the form. */
export default function FieldDialog({ field: given, others, onClose, onDone }: Props) {
  const { t } = useTranslation("studio");
  const [field, setField] = useState(given ?? newField());
  const [options, setOptions] = useState(field.options.join("\n"));
  const [tried, setTried] = useState(false);
  const set = (patch: Partial<FormField>) => setField({ ...field, ...patch });
  const whole = { ...field, options: field.kind === "select" ? linesOf(options) : [] };
  const problem = tried ? fieldProblem(whole, others) : null;
  const done = () => {
    setTried(true);
    if (!fieldProblem(whole, others)) onDone(whole);
  };
  const isText = field.kind === "text-input" || field.kind === "paragraph";
  return (
    <Dialog
      open
      onClose={onClose}
      title={given ? t("form.edit", { name: given.variable }) : t("form.add")}
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
      <Field
        label={t("form.variable")}
        hint={t("form.variableHint")}
        error={problem === "name" || problem === "taken" ? t(`form.problems.${problem}`) : undefined}
      >
        <Input
          autoFocus
          className="font-mono"
          maxLength={100}
          value={field.variable}
          onChange={(event) => set({ variable: event.target.value })}
        />
      </Field>
      <Field label={t("form.label")} hint={t("form.labelHint")}>
        <Input maxLength={255} value={field.label} onChange={(event) => set({ label: event.target.value })} />
      </Field>
      <Field label={t("form.kind")}>
        <Select
          value={field.kind}
          onChange={(event) => set({ kind: event.target.value as FieldKind, default: null, max_length: null })}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`kinds.${kind}`)}
            </option>
          ))}
        </Select>
      </Field>
      {field.kind === "select" && (
        <Field
          label={t("form.options")}
          hint={t("form.optionsHint")}
          error={problem === "options" ? t("form.problems.options") : undefined}
        >
          <Textarea value={options} onChange={(event) => setOptions(event.target.value)} />
        </Field>
      )}
      {isText && (
        <Field label={t("form.maxLength")}>
          <Input
            type="number"
            min={1}
            value={field.max_length ?? ""}
            placeholder={t("form.noLimit")}
            onChange={(event) => set({ max_length: event.target.value ? Number(event.target.value) : null })}
          />
        </Field>
      )}
      <DefaultValue field={whole} onChange={(value) => set({ default: value })} />
      {field.kind !== "checkbox" && (
        <Checkbox
          label={t("form.mustFill")}
          checked={field.required}
          onChange={(event) => set({ required: event.target.checked })}
        />
      )}
    </Dialog>
  );
}

function DefaultValue({ field, onChange }: { field: FormField; onChange: (value: FormField["default"]) => void }) {
  const { t } = useTranslation("studio");
  if (field.kind === "checkbox") {
    return (
      <Checkbox
        label={t("form.ticked")}
        checked={field.default === true}
        onChange={(event) => onChange(event.target.checked || null)}
      />
    );
  }
  const value = typeof field.default === "string" || typeof field.default === "number" ? field.default : "";
  const set = (text: string) => onChange(text === "" ? null : field.kind === "number" ? Number(text) : text);
  return (
    <Field label={t("form.default")}>
      {field.kind === "select" ? (
        <Select value={value} onChange={(event) => set(event.target.value)}>
          <option value="">{t("form.noDefault")}</option>
          {field.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      ) : (
        <Input
          type={field.kind === "number" ? "number" : "text"}
          step="any"
          value={value}
          onChange={(event) => set(event.target.value)}
        />
      )}
    </Field>
  );
}

const linesOf = (text: string) => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];
