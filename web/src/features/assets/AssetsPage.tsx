import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import { ErrorState, SkeletonRows, useTitle } from "@/ui";
import { PlanDialog } from "./bring/PlanDialog";
import { ResumeBanner } from "./bring/ResumeBanner";
import { UploadPanel } from "./bring/UploadPanel";
import { DraftBar } from "./DraftBar";
import { EmptyTree } from "./EmptyTree";
import { FilePane } from "./preview/FilePane";
import { Split } from "./Split";
import { Toolbar } from "./Toolbar";
import { ClashDialog } from "./tree/ClashDialog";
import { settleDeletes } from "./tree/deletes";
import { ExplorerContext, explorerOf, useExplorer } from "./tree/store";
import { TreeView } from "./tree/TreeView";

/** The draft of an app: its tree at the left, the file that is open at the right. */
export function AssetsPage() {
  const { t } = useTranslation("assets");
  const app = useApp();
  const { may } = useMember();
  const store = explorerOf(app.id);
  useTitle(`${t("title")} · ${app.name}`);
  useEffect(() => {
    void store.load();
    const look = () => document.visibilityState === "visible" && void store.load();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      void settleDeletes().catch(() => {});
    };
  }, [store]);
  return (
    <ExplorerContext value={store}>
      <Asked />
      <Explorer editable={may("edit")} />
    </ExplorerContext>
  );
}

/** Opens the file that the address asks for, once. */
function Asked() {
  const store = useExplorer();
  const navigate = useNavigate();
  const { file, line } = useSearch({ from: "/console/apps/$appId/assets" });
  useEffect(() => {
    if (!file || !store.loaded || store.loading) return;
    store.open(file, line);
    void navigate({ to: "/apps/$appId/assets", params: { appId: store.appId }, replace: true });
  }, [file, line, store, store.loaded, store.loading, navigate]);
  return null;
}

function Explorer({ editable }: { editable: boolean }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const opened = store.model.get(store.opened);
  const empty = store.loaded && store.model.children(null).length === 0;
  return (
    <div className="flex h-[calc(100dvh-8.5rem)] min-h-96 flex-col md:h-[calc(100dvh-5.25rem)]">
      <h1 className="sr-only">{t("title")}</h1>
      <DraftBar editable={editable} />
      {editable && store.loaded && <ResumeBanner />}
      {empty ? (
        <>
          <EmptyTree editable={editable} />
          <UploadPanel appId={store.appId} />
        </>
      ) : (
        <Split
          rightOpen={opened !== undefined}
          left={
            <div className="flex h-full min-h-0 flex-col">
              <Toolbar editable={editable} />
              <Left editable={editable} />
              <UploadPanel appId={store.appId} />
            </div>
          }
          right={
            opened ? (
              <FilePane key={opened.id} node={opened} editable={editable} />
            ) : (
              <p className="m-auto p-6 text-center text-muted">{t("explorer.noneOpen")}</p>
            )
          }
        />
      )}
      {store.clash && <ClashDialog clash={store.clash} />}
      {store.bringing && <PlanDialog {...store.bringing} onClose={() => store.set({ bringing: null })} />}
    </div>
  );
}

function Left({ editable }: { editable: boolean }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  if (store.error && !store.loaded) {
    return (
      <div className="p-3">
        <ErrorState error={store.error} onRetry={() => void store.load()} />
      </div>
    );
  }
  if (!store.loaded) {
    return (
      <div className="flex-1 p-3">
        <SkeletonRows rows={12} className="h-5" />
      </div>
    );
  }
  if (store.query && store.rows().length === 0)
    return <p className="flex-1 p-4 text-muted">{t("explorer.noneFound")}</p>;
  return <TreeView editable={editable} />;
}
