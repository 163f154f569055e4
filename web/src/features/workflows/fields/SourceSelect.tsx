import { useTranslation } from "react-i18next";
import { Select } from "@/ui";

type SourceProps = { label: string; isVariable: boolean; onChange: (isVariable: boolean) => void; readOnly: boolean };

/** Whether a value is written here, or read from a variable. */
export function SourceSelect({ label, isVariable, onChange, readOnly }: SourceProps) {
  const { t } = useTranslation("workflows");
  return (
    <Select
      aria-label={label}
      className="w-auto!"
      disabled={readOnly}
      value={isVariable ? "variable" : "constant"}
      onChange={(event) => onChange(event.target.value === "variable")}
    >
      <option value="constant">{t("forms.constant")}</option>
      <option value="variable">{t("forms.fromVariable")}</option>
    </Select>
  );
}
