import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { Badge } from "@/ui";
import { type Template, templatesQuery } from "./importing";

/** Those of the app's mode. `busy`: one has been chosen. */
export function Templates({ busy, onChoose }: { busy: boolean; onChoose: (template: Template) => void }) {
  const { t } = useTranslation("workflows");
  const { mode } = useApp();
  const { data = [] } = useQuery(templatesQuery);
  const fitting = data.filter((each) => each.mode === mode);
  if (fitting.length === 0) return null;
  return (
    <section aria-label={t("templates.title")} className="mt-6 flex flex-col gap-3">
      <h2 className="text-base font-semibold">{t("templates.title")}</h2>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {fitting.map((each) => (
          <li key={each.id} className="flex">
            <button
              type="button"
              disabled={busy}
              className="flex w-full flex-col items-start gap-1 rounded-lg border border-line bg-surface p-4 text-left hover:bg-hover disabled:opacity-60"
              onClick={() => onChoose(each)}
            >
              <span className="font-medium">
                {t(`templates.${each.id as "list"}.name`, { defaultValue: each.name })}
              </span>
              <span className="text-sm text-muted">
                {t(`templates.${each.id as "list"}.what`, { defaultValue: each.description })}
              </span>
              {each.needs_model && <Badge>{t("templates.needsModel")}</Badge>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
