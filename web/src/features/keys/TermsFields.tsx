import { useTranslation } from "react-i18next";
import { Checkbox, Field, Select } from "@/ui";
import { DAYS, type Scope, type Terms, withScope } from "./terms";

type Props = {
  terms: Terms;
  onChange: (terms: Terms) => void;
  /** What each scope allows here; those that have no words are not offered. */
  means: Partial<Record<Scope, string>>;
};

/** What a new key or token may do, and until when. */
export function TermsFields({ terms, onChange, means }: Props) {
  const { t } = useTranslation("keys");
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">{t("scopes")}</legend>
        {(Object.entries(means) as [Scope, string][]).map(([scope, what]) => (
          <Checkbox
            key={scope}
            checked={terms.scopes.includes(scope)}
            onChange={(event) => onChange(withScope(terms, scope, event.target.checked))}
            label={
              <span>
                {t(`scope.${scope}`)} <span className="text-muted">– {what}</span>
              </span>
            }
          />
        ))}
        {terms.scopes.length === 0 && <p className="text-xs text-danger-ink">{t("chooseOne")}</p>}
      </fieldset>
      <Field label={t("expires")}>
        <Select
          value={terms.days ?? ""}
          onChange={(event) => onChange({ ...terms, days: Number(event.target.value) || null })}
        >
          {DAYS.map((days) => (
            <option key={days} value={days}>
              {t("inDays", { count: days })}
            </option>
          ))}
          <option value="">{t("never")}</option>
        </Select>
      </Field>
    </>
  );
}
