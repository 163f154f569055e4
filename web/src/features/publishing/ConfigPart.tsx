import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Config } from "@/features/apps/configs/config";
import type { Draft } from "@/features/studio/draft";
import { Refusal } from "@/features/studio/Refusal";
import { Checkbox, SkeletonRows } from "@/ui";
import { changesBetween } from "./changes";

const Compared = lazy(() => import("@/features/assets/versions/diff/Lines").then((m) => ({ default: m.Compared })));

type Props = {
  published: Config;
  never: boolean;
  draft: Draft;
  rejected: unknown;
  chosen: boolean;
  onChosen: (chosen: boolean) => void;
};

/** What has changed in how the app answers, part by part. */
export function ConfigPart({ published, never, draft, rejected, chosen, onChosen }: Props) {
  const { t } = useTranslation("publishing");
  const changes = useMemo(() => changesBetween(published, draft.config), [published, draft.config]);
  const name = (part: (typeof changes)[number]["part"]) => t(`changes.${part}`);
  return (
    <section aria-label={t("parts.configuration")} className="flex flex-col gap-2">
      <Checkbox
        label={t("parts.configuration")}
        checked={chosen}
        onChange={(event) => onChosen(event.target.checked)}
      />
      {never && <p className="text-muted">{t("never")}</p>}
      {draft.outdated && <p className="text-warn-ink">{t("outdated")}</p>}
      {changes.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface text-sm">
          {changes.map(({ part, before, after }) => (
            <li key={part}>
              <details open={changes.length < 3}>
                <summary className="px-3 py-1.5 font-medium focus-visible:-outline-offset-2">{name(part)}</summary>
                <div className="border-t border-line bg-page">
                  <Suspense fallback={<SkeletonRows rows={2} className="h-4" />}>
                    <Compared path={name(part)} before={before} after={after} />
                  </Suspense>
                </div>
              </details>
            </li>
          ))}
        </ul>
      )}
      {rejected !== null && <Refusal error={rejected} />}
    </section>
  );
}
