import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SkeletonRows, toasts } from "@/ui";
import type { CanvasHandle } from "../canvas/props";
import { SaveContext } from "../fields/saving";
import { containersOf } from "../graph/document";
import { StatesContext } from "../running/states";
import { trialOf } from "../running/trial";
import type { EditorSearch } from "../search";
import { useEditor, useStore } from "./context";
import { Dialogs } from "./Dialogs";
import { NodePanel } from "./NodePanel";
import { Outline } from "./Outline";
import { Problems } from "./Problems";
import { readDraft } from "./queries";
import { Toolbar } from "./Toolbar";
import { TryPanel } from "./TryPanel";
import { type EditorUi, type Opened, UiContext } from "./ui";

const CanvasView = lazy(() => import("./CanvasView"));

/** One graph, drawn or as an outline; beside it what is chosen of it. */
export function Editor() {
  const { t } = useTranslation("workflows");
  const canvas = useRef<CanvasHandle>(null);
  const area = useRef<HTMLElement>(null);
  const ui = useUiState(canvas, area);
  const store = useStore();
  const save = useCallback(() => store.saving.flush(), [store]);
  const trial = trialOf(store.appId);
  useFresh();
  useMergeTold();
  return (
    <UiContext value={ui}>
      <StatesContext value={trial.states}>
        <SaveContext value={save}>
          <div className="flex h-[calc(100dvh-6.25rem)] min-h-96 flex-col md:h-[calc(100dvh-3rem)]">
            <h1 className="sr-only">{t("editor.title")}</h1>
            <Toolbar />
            <div className="relative flex min-h-0 flex-1">
              <div className="flex min-w-0 flex-1 flex-col">
                {ui.view === "outline" ? (
                  <Outline handle={area} />
                ) : (
                  <Suspense fallback={<SkeletonRows className="m-6 h-24" />}>
                    <CanvasView handle={canvas} area={area} />
                  </Suspense>
                )}
                <Problems />
              </div>
              <NodePanel />
              <TryPanel />
            </div>
          </div>
          <Dialogs opened={ui.opened} onClose={() => ui.open(null)} />
        </SaveContext>
      </StatesContext>
    </UiContext>
  );
}

function useUiState(canvas: React.RefObject<CanvasHandle | null>, area: React.RefObject<HTMLElement | null>): EditorUi {
  const store = useStore();
  const { node = null, view } = useSearch({ from: "/console/apps/$appId/workflow" });
  const navigate = useNavigate({ from: "/apps/$appId/workflow" });
  const [narrow] = useState(() => matchMedia("(max-width: 767px)").matches);
  const [opened, open] = useState<Opened | null>(null);
  const [edges, setEdges] = useState<ReadonlySet<string>>(() => new Set());
  const [problems, showProblems] = useState(false);
  const [panelFocus, setPanelFocus] = useState(0);
  const [trying, setTrying] = useState(false);
  return useMemo(
    () => ({
      opened,
      open,
      panel: node,
      showPanel: (id, keys = false) => {
        const search = (before: EditorSearch) => ({ ...before, node: id ?? undefined });
        if (keys) setPanelFocus((before) => before + 1);
        void navigate({ search, replace: true, resetScroll: false });
      },
      panelFocus,
      view: view ?? (narrow ? "outline" : "canvas"),
      setView: (next) =>
        void navigate({ search: (before) => ({ ...before, view: next }), replace: true, resetScroll: false }),
      edges,
      chooseEdges: (ids) => setEdges(new Set(ids)),
      problems,
      showProblems,
      trying,
      setTrying,
      go: (id) => {
        for (const { id: container } of containersOf(store.graph, id)) store.fold(container, false);
        store.choose([id]);
        canvas.current?.show(id);
      },
      middle: () => canvas.current?.middle() ?? { x: 80, y: 240 },
      fit: () => canvas.current?.fit(),
      zoom: (by) => canvas.current?.zoom(by),
      // Once the dialog that has it now is gone.
      focus: () => void setTimeout(() => area.current?.focus({ preventScroll: true })),
    }),
    [opened, node, panelFocus, view, narrow, edges, problems, trying, navigate, store, canvas, area],
  );
}

/** Comes back to a draft that others may have changed. */
function useFresh() {
  const store = useStore();
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== "visible") return;
      const { hash } = store.saving;
      // Not what was answered before a save of our own.
      const take = (draft: Awaited<ReturnType<typeof readDraft>>) =>
        store.saving.hash === hash && store.saving.adopt(draft);
      readDraft(store.appId).then(take, () => {});
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [store]);
}

/** Says when changes of somebody else came in, and where both changed the same. */
function useMergeTold() {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const merges = useEditor((each) => each.merges);
  const [told, setTold] = useState(merges);
  useEffect(() => {
    if (merges === told) return;
    setTold(merges);
    const titles = store.clashes.flatMap((id) => store.node(id)?.data.title ?? []);
    store.clashes = [];
    toasts.show({
      kind: "info",
      title: t("editor.merged"),
      ...(titles.length > 0 ? { description: t("editor.clashes", { titles: titles.join(", ") }), lasts: 15_000 } : {}),
    });
  }, [merges, told, store, t]);
}
