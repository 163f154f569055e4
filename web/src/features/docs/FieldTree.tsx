import { useTranslation } from "react-i18next";
import type { Field } from "./schema";
import { Text } from "./Text";

type Shown = Field & { place?: string };

type Props = {
  fields: Shown[];
  /** What it is, where it has no fields. */
  whole?: string;
  /** Of a reply nothing is required. */
  reply?: boolean;
};

/** Fields with their types; what a field holds is below it, and opened on demand. */
export function FieldTree({ fields, whole, reply }: Props) {
  const { t } = useTranslation("docs");
  if (fields.length === 0) return <p className="text-muted wrap-anywhere">{whole ?? t("noFields")}</p>;
  return (
    <ul className="flex flex-col divide-y divide-line">
      {fields.map((field) => (
        <li key={field.name} className="py-2">
          <OneField field={field} reply={reply} />
        </li>
      ))}
    </ul>
  );
}

function OneField({ field, reply }: { field: Shown; reply?: boolean }) {
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
        {field.required && !reply && <span className="text-xs font-medium text-warn-ink">{t("required")}</span>}
      </div>
      {field.description && (
        <p className="mt-0.5 wrap-anywhere">
          <Text text={field.description} />
        </p>
      )}
      {facts.length > 0 && <p className="mt-0.5 text-xs wrap-anywhere text-muted">{facts.join(" · ")}</p>}
      {field.fields.length > 0 && (
        <details className="mt-1">
          <summary className="w-fit cursor-pointer rounded text-xs font-medium text-accent-ink">
            {t("inside", { count: field.fields.length })}
          </summary>
          <div className="mt-1 border-l border-line pl-4">
            <FieldTree fields={field.fields} reply={reply} />
          </div>
        </details>
      )}
    </>
  );
}
