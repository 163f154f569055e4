import { useTranslation } from "react-i18next";
import { Input, Select, Textarea } from "@/ui";
import { HIDDEN, isJson, valueText, type WorkflowVariable } from "./variables";

type Props = {
  label: string;
  type: string;
  row: WorkflowVariable;
  set: (row: WorkflowVariable) => void;
  readOnly: boolean;
};

/** The value of a variable, by its type. A stored secret is not shown, and is kept until another is typed. */
export function VariableValue({ label, type, row, set, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const hidden = row.value === HIDDEN;
  if (type === "boolean") {
    return (
      <Select
        aria-label={label}
        disabled={readOnly}
        value={String(row.value === true || row.value === "true")}
        onChange={(event) => set({ ...row, value: event.target.value === "true" })}
      >
        <option value="true">{t("forms.true")}</option>
        <option value="false">{t("forms.false")}</option>
      </Select>
    );
  }
  if (type === "secret") {
    return (
      <Input
        aria-label={label}
        type="password"
        autoComplete="new-password"
        placeholder={hidden ? t("forms.env.kept") : t("forms.env.value")}
        readOnly={readOnly}
        value={hidden ? "" : valueText(row)}
        onChange={(event) => set({ ...row, value: event.target.value })}
      />
    );
  }
  return (
    <Textarea
      aria-label={label}
      rows={1}
      className="field-sizing-content max-h-40 min-h-9!"
      placeholder={isJson(type) ? "JSON" : t("forms.env.value")}
      readOnly={readOnly}
      value={valueText(row)}
      onChange={(event) => set({ ...row, value: event.target.value })}
    />
  );
}
