import { type Ref, useImperativeHandle, useRef } from "react";
import { useTranslation } from "react-i18next";
import { toasts } from "@/ui";
import Canvas from "../canvas/Canvas";
import { cardId, nameOf } from "../canvas/Card";
import type { CanvasHandle } from "../canvas/props";
import { refused } from "../graph/connecting";
import { connect, move } from "../graph/edits";
import { nodeKind } from "../kinds/words";
import { useEditor, useStore } from "./context";
import { useUi } from "./ui";
import { useKeys } from "./useKeys";

/** The canvas with what its gestures and keys do. It keeps the focus itself and names the current node. */
export default function CanvasView({ handle, area }: { handle: Ref<CanvasHandle>; area: Ref<HTMLElement> }) {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const ui = useUi();
  const graph = useEditor((each) => each.graph);
  const view = useEditor((each) => each.view);
  const worst = useEditor((each) => each.worstOf());
  const box = useRef<HTMLDivElement>(null);
  useImperativeHandle(area, () => box.current!);
  const keys = useKeys();
  const current = store.node(view.current);
  return (
    <div
      ref={box}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is walked through by keys
      tabIndex={0}
      aria-label={t("editor.canvasOf", { count: graph.nodes.length })}
      aria-describedby="canvas-current"
      className="relative min-h-0 flex-1 bg-page focus-visible:-outline-offset-2"
      onFocus={({ currentTarget, target }) => {
        const first = graph.nodes[0];
        if (!view.current && first && target === currentTarget && target.matches(":focus-visible")) ui.go(first.id);
      }}
      {...keys}
    >
      <p id="canvas-current" aria-live="polite" className="sr-only" data-card={current && cardId(current.id)}>
        {current ? nameOf(current, nodeKind(t, current)) : ""}
      </p>
      <Canvas
        handle={handle}
        graph={graph}
        folded={view.folded}
        selected={view.selected}
        selectedEdges={ui.edges}
        current={view.current}
        worst={worst}
        readOnly={store.readOnly}
        onChoose={(ids) => store.choose(ids)}
        onChooseEdges={ui.chooseEdges}
        onOpen={(id) => ui.showPanel(id)}
        onFold={(id) => store.fold(id)}
        onMove={(places) => store.edit((each) => move(each, places))}
        onConnect={(ends) => {
          const why = refused(store.graph, ends);
          if (why) toasts.show({ kind: "error", title: t(`editor.refused.${why}`) });
          store.edit((each) => connect(each, ends));
        }}
        onLoose={({ source, sourceHandle, at }) => ui.open({ what: "add", from: source, handle: sourceHandle, at })}
      />
    </div>
  );
}
