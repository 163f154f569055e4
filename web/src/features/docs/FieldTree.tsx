import { useTranslation } from "react-i18next";
import type { Field } from "./schema";

type Shown = Field & { place?: string };

/** Fields with their types; what a field holds is below it, and opened on demand. */
export function FieldTree({ fields, whole }: { fields: Shown[]; whole?: string }) {
  const { t } = useTranslation("docs");
  if (fields.length === 0) return <p className="text-muted wrap-anywhere">{whole ?? t("noFields")}</p>;
  return (
    <ul className="flex flex-col divide-y divide-line">
      {fields.map((field) => (
        <li key={field.name} className="py-2">
          <OneField field={field} />
        </li>
      ))}
    </ul>
  );
}

function OneField({ field }: { field: Shown }) {
  const { t } = useTranslation("docs");
  const facts = [
    field.place,
    field.limits,
    field.nullable && t("nullable"),
    field.default !== null && t("default", { value: field.default }),
    field.recursive && t("recursive"),
  ].filter(Boolean);
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <code className="font-mono text-sm font-semibold wrap-anywhere">{field.name}</code>
        {field.type !== field.name && <span className="font-mono text-xs wrap-anywhere text-muted">{field.type}</span>}
        {field.required && <span className="text-xs font-medium text-warn-ink">{t("required")}</span>}
      </div>
      {field.description && <p className="mt-0.5 wrap-anywhere">{field.description}</p>}
      {facts.length > 0 && <p className="mt-0.5 text-xs wrap-anywhere text-muted">{facts.join(" · ")}</p>}
      {field.fields.length > 0 && (
        <details className="mt-1">
          <summary className="w-fit cursor-pointer rounded text-xs font-medium text-accent-ink">
            {t("inside", { count: field.fields.length })}
          </summary>
          <div className="mt-1 border-l border-line pl-4">
            <FieldTree fields={field.fields} />
          </div>
        </details>
      )}
    </>
  );
}
