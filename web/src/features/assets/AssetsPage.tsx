import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import { Button, ErrorState, SkeletonRows, useTitle } from "@/ui";
import { Addressed } from "./Addressed";
import { PlanDialog } from "./bring/PlanDialog";
import { ResumeBanner } from "./bring/ResumeBanner";
import { UploadPanel } from "./bring/UploadPanel";
import { DraftBar } from "./DraftBar";
import { EmptyTree } from "./EmptyTree";
import { settleDeletes } from "./explorer/deletes";
import { ExplorerContext, explorerOf, useExplorer } from "./explorer/store";
import { FilePane } from "./preview/FilePane";
import { SelectionBar } from "./SelectionBar";
import { Split } from "./Split";
import { Toolbar } from "./Toolbar";
import { ClashDialog } from "./tree/ClashDialog";
import { TreeView } from "./tree/TreeView";

const TextHits = lazy(() => import("./found/TextHits"));
const MoveDialog = lazy(() => import("./tree/MoveDialog"));

/** The draft of an app: its tree at the left, the file that is open at the right. */
export function AssetsPage() {
  const { t } = useTranslation("assets");
  const app = useApp();
  const { can } = useMember();
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
      <Addressed />
      <Explorer editable={can("edit")} />
    </ExplorerContext>
  );
}

function Explorer({ editable }: { editable: boolean }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const { file } = useSearch({ from: "/console/apps/$appId/assets" });
  const opened = store.model.get(store.opened);
  const empty = store.loaded && store.model.children(null).length === 0;
  return (
    <div className="flex h-[calc(100dvh-6.25rem)] min-h-96 flex-col md:h-[calc(100dvh-3rem)]">
      <h1 className="sr-only">{t("title")}</h1>
      <DraftBar />
      {editable && store.loaded && <ResumeBanner />}
      {empty ? (
        <>
          <EmptyTree editable={editable} />
          <UploadPanel appId={store.appId} />
        </>
      ) : (
        <Split
          rightOpen={(store.loaded ? store.opened : (file ?? null)) !== null}
          left={
            <div className="flex h-full min-h-0 flex-col">
              <Toolbar editable={editable} />
              <Left editable={editable} />
              <SelectionBar editable={editable} />
              <UploadPanel appId={store.appId} />
            </div>
          }
          right={
            opened ? (
              <FilePane key={opened.id} node={opened} editable={editable} />
            ) : (
              <NotOpen awaited={!store.loaded && !store.error && file !== undefined} />
            )
          }
        />
      )}
      <Suspense>{store.moving && <MoveDialog ids={store.moving} />}</Suspense>
      {store.clash && <ClashDialog clash={store.clash} />}
      {store.bringing && <PlanDialog {...store.bringing} onClose={() => store.set({ bringing: null })} />}
    </div>
  );
}

/** Beside the tree, when no file is: none was chosen, or the one that the address names is not there. */
function NotOpen({ awaited }: { awaited: boolean }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  if (awaited) return <SkeletonRows rows={8} className="m-4 h-4" />;
  if (store.opened === null) return <p className="m-auto p-6 text-center text-muted">{t("explorer.noneOpen")}</p>;
  return (
    <div role="alert" className="m-auto flex flex-col items-center gap-3 p-6 text-center">
      <p className="text-muted">{t("explorer.notThere")}</p>
      <Button size="small" onClick={() => store.open(null)}>
        {t("editor.back")}
      </Button>
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
  if (store.query.trim() && store.searchIn === "contents") {
    return (
      <Suspense>
        <TextHits />
      </Suspense>
    );
  }
  if (store.query && store.rows().length === 0) {
    return (
      <div className="flex flex-1 flex-col items-start gap-2 p-4">
        <p className="text-muted">{t("explorer.noneFound")}</p>
        <Button size="small" onClick={() => store.set({ searchIn: "contents" })}>
          {t("found.inContents")}
        </Button>
      </div>
    );
  }
  return <TreeView editable={editable} />;
}
