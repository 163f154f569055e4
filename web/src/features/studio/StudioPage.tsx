import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import type { Config } from "@/features/apps/configs/config";
import { configQuery } from "@/features/apps/configs/queries";
import { answers } from "@/features/apps/modes";
import { useApp } from "@/features/apps/queries";
import { TryPane } from "@/features/conversations/answering/TryPane";
import { Trial } from "@/features/conversations/answering/trial";
import { ErrorState, SkeletonRows, useTitle } from "@/ui";
import { DraftBar } from "./DraftBar";
import { useDraft } from "./draft";
import { Editor } from "./Editor";

/** How the app answers, and beside it a place to try that. */
export function StudioPage() {
  const { t } = useTranslation(["studio", "apps", "conversations"]);
  const app = useApp();
  useTitle(`${t("title")} · ${app.name}`);
  const found = useQuery({ ...configQuery(app.id), enabled: answers(app.mode) });
  if (!answers(app.mode)) return <p className="p-6 text-muted">{t("apps:otherMode")}</p>;
  if (found.data) return <Studio key={app.id} published={found.data} />;
  return (
    <div className="w-full max-w-3xl px-4 py-6 sm:px-8">
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : (
        <SkeletonRows className="h-24" />
      )}
    </div>
  );
}

type Pane = "edit" | "try";

function Studio({ published }: { published: Config }) {
  const { t } = useTranslation(["studio", "apps", "conversations"]);
  const app = useApp();
  const { profile, can } = useMember();
  const draft = useDraft(profile.id, app.id, published);
  const [pane, setPane] = useState<Pane>("edit");
  const [trial] = useState(() => new Trial(app.id, app.mode));
  useEffect(() => () => trial.leave(), [trial]);
  return (
    <div className="flex h-[calc(100dvh-6.25rem)] min-h-96 flex-col md:h-[calc(100dvh-3rem)]">
      <h1 className="sr-only">{t("title")}</h1>
      <DraftBar draft={draft} />
      {can("edit") && <PaneSwitch pane={pane} onChange={setPane} />}
      <div className="flex min-h-0 flex-1 flex-col lg:grid lg:grid-cols-2 lg:grid-rows-[minmax(0,1fr)]">
        <section
          aria-label={t("edit")}
          className={clsx("min-h-0 flex-1 overflow-y-auto lg:block", pane === "edit" ? "block" : "hidden")}
        >
          <fieldset disabled={!can("edit")} className="flex min-w-0 flex-col gap-4 p-4 sm:px-8">
            <Editor draft={draft} />
          </fieldset>
        </section>
        {can("edit") && (
          <section
            aria-label={t("conversations:try.title")}
            className={clsx(
              "min-h-0 flex-1 flex-col border-line bg-surface lg:flex lg:border-l",
              pane === "try" ? "flex" : "hidden",
            )}
          >
            <TryPane trial={trial} config={draft.config} />
          </section>
        )}
      </div>
    </div>
  );
}

/** Where the screen is narrow: one pane at a time. */
function PaneSwitch({ pane, onChange }: { pane: Pane; onChange: (pane: Pane) => void }) {
  const { t } = useTranslation(["studio", "apps", "conversations"]);
  const names = { edit: t("edit"), try: t("conversations:try.title") };
  return (
    <div className="flex border-b border-line lg:hidden">
      {(["edit", "try"] as const).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={pane === each}
          className="flex-1 py-2 text-sm text-muted aria-pressed:bg-hover aria-pressed:font-medium aria-pressed:text-ink"
          onClick={() => onChange(each)}
        >
          {names[each]}
        </button>
      ))}
    </div>
  );
}
