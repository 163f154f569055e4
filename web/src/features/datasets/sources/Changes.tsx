import { useTranslation } from "react-i18next";
import type { Plan } from "./queries";

const MOST = 100;

/** What a sync would do, path by path. */
export function Changes({ plan }: { plan: Plan }) {
  const { t } = useTranslation("datasets");
  const { changes, problems } = plan;
  if (!changes) return null;
  const moved = changes.moved.map(({ before, after }) => `${before} → ${after}`);
  const lists = [
    ["added", changes.added],
    ["changed", changes.changed],
    ["moved", moved],
    ["removed", changes.removed],
    ["kept", changes.kept],
    ["skipped", problems.map(({ path }) => path)],
  ] as const;
  const shown = lists.filter(([, paths]) => paths.length > 0);
  return (
    <div className="flex flex-col gap-3">
      {plan.needs_confirmation && (
        <p role="alert" className="rounded-md bg-warn-soft p-3 text-warn-ink">
          {t("sources.largeLoss")}
        </p>
      )}
      {shown.length === 0 && <p className="text-muted">{t("sources.nothing")}</p>}
      {shown.map(([name, paths]) => (
        <section key={name} aria-label={t(`sources.lists.${name}`)}>
          <h3 className="text-sm font-medium">{t(`sources.counts.${name}`, { count: plan[name] })}</h3>
          <ul className="mt-1 max-h-40 overflow-y-auto rounded-md border border-line p-2 font-mono text-xs wrap-anywhere">
            {paths.slice(0, MOST).map((path) => (
              <li key={path}>{path}</li>
            ))}
            {plan[name] > Math.min(paths.length, MOST) && (
              <li className="text-muted">{t("sources.more", { count: plan[name] - Math.min(paths.length, MOST) })}</li>
            )}
          </ul>
        </section>
      ))}
      {plan.unchanged > 0 && <p className="text-muted">{t("sources.counts.unchanged", { count: plan.unchanged })}</p>}
    </div>
  );
}
