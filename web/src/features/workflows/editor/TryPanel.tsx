import { lazy, Suspense, useContext, useEffect, useRef, useSyncExternalStore } from "react";
import { SkeletonRows } from "@/ui";
import { SaveContext } from "../fields/saving";
import { trialOf } from "../running/trial";
import { useEditor, useStore } from "./context";
import { useUi } from "./ui";

const RunPanel = lazy(() => import("../running/RunPanel"));

/** The draft, run beside the graph. It opens by itself once a run begins from a node. */
export function TryPanel() {
  const store = useStore();
  const ui = useUi();
  const save = useContext(SaveContext);
  const document = useEditor((each) => each.document);
  const trial = trialOf(store.appId);
  const { state } = useSyncExternalStore(trial.subscribe, trial.read);
  const { setTrying } = ui;
  const before = useRef(state);
  useEffect(() => {
    if (state === "running" && before.current !== "running") setTrying(true);
    before.current = state;
  }, [state, setTrying]);
  if (!ui.trying) return null;
  return (
    <div className="absolute inset-0 z-30 flex border-line bg-surface lg:static lg:w-96 lg:shrink-0 lg:border-l">
      <Suspense fallback={<SkeletonRows className="m-4 h-9" />}>
        <RunPanel
          graph={document.graph}
          features={document.features}
          save={save}
          onClose={() => {
            setTrying(false);
            ui.focus();
          }}
        />
      </Suspense>
    </div>
  );
}
