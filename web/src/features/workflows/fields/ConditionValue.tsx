import { useTranslation } from "react-i18next";
import { Select } from "@/ui";
import type { Offered } from "../kinds/upstream";
import { operatorsFor } from "./operators";
import { TemplateEditor } from "./TemplateEditor";

type JoinedProps = { value: unknown; onChange: (next: string) => void; readOnly?: boolean };

/** Whether all must be true, or any. */
export function Joined({ value, onChange, readOnly }: JoinedProps) {
  const { t } = useTranslation("workflows");
  return (
    <Select
      aria-label={t("forms.conditions.joined")}
      className="max-w-60"
      disabled={readOnly}
      value={value === "or" ? "or" : "and"}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="and">{t("forms.conditions.and")}</option>
      <option value="or">{t("forms.conditions.or")}</option>
    </Select>
  );
}

type OperatorProps = {
  label: string;
  type: string;
  value: string;
  onChange: (operator: string) => void;
  readOnly?: boolean;
};

export function OperatorSelect({ label, type, value, onChange, readOnly }: OperatorProps) {
  const { t } = useTranslation("workflows");
  const operators = operatorsFor(type);
  return (
    <Select
      aria-label={label}
      className="w-auto! min-w-28 flex-1 basis-28"
      disabled={readOnly}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {!(operators as readonly string[]).includes(value) && <option>{value}</option>}
      {operators.map((each) => (
        <option key={each} value={each}>
          {t(`forms.operators.${each}`)}
        </option>
      ))}
    </Select>
  );
}

type ValueProps = {
  label: string;
  type: string;
  operator: string;
  value: unknown;
  onChange: (value: unknown) => void;
  variables: readonly Offered[];
  readOnly?: boolean;
};

/** What it is compared with: a text, which may name variables; of a boolean, one of two. */
export function ConditionValue({ label, type, operator, value, onChange, variables, readOnly }: ValueProps) {
  const { t } = useTranslation("workflows");
  if (type === "boolean") {
    return (
      <Select
        aria-label={label}
        className="w-auto! flex-1 basis-28"
        disabled={readOnly}
        value={String(value === true || value === "true")}
        onChange={(event) => onChange(event.target.value === "true")}
      >
        <option value="true">{t("forms.true")}</option>
        <option value="false">{t("forms.false")}</option>
      </Select>
    );
  }
  const isList = operator === "in" || operator === "not in" || operator === "all of";
  const text = Array.isArray(value) || typeof value === "object" ? JSON.stringify(value ?? "") : String(value ?? "");
  return (
    <div className="min-w-32 flex-2 basis-36">
      <TemplateEditor
        label={label}
        value={text === '""' ? "" : text}
        variables={variables}
        readOnly={readOnly}
        placeholder={isList ? '["a", "b"]' : t("forms.conditions.placeholder")}
        onChange={onChange}
      />
    </div>
  );
}
