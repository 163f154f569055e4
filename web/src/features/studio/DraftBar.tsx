import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import { Button } from "@/ui";
import type { Draft } from "./draft";

const HistoryDialog = lazy(() => import("./HistoryDialog"));

/** Whether something of the configuration is not published yet, and what was before. */
export function DraftBar({ draft }: { draft: Draft }) {
  const { t } = useTranslation("studio");
  const app = useApp();
  const { can } = useMember();
  const [looking, setLooking] = useState(false);
  const never = app.model_config === null;
  const state = draft.outdated ? "outdated" : draft.changed ? "changed" : never ? "never" : "unchanged";
  return (
    <div className="flex min-h-11 items-center gap-2 border-b border-line bg-surface px-3 py-1 text-sm">
      <span className="min-w-0 flex-1 text-muted max-sm:text-xs" aria-live="polite">
        {t(state)}
      </span>
      <Button size="small" look="ghost" onClick={() => startTransition(() => setLooking(true))}>
        {t("history.open")}
      </Button>
      {can("edit") && draft.changed && (
        <Button size="small" onClick={draft.discard}>
          {t("discard")}
        </Button>
      )}
      <Suspense>{looking && <HistoryDialog draft={draft} onClose={() => setLooking(false)} />}</Suspense>
    </div>
  );
}
