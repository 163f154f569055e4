import { Group, StickyNote, X } from "lucide-react";
import { lazy, Suspense, useContext, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { Field, IconButton, Input, SkeletonRows } from "@/ui";
import { NodeIcon } from "../canvas/NodeIcon";
import { SaveContext } from "../fields/saving";
import { isNote } from "../graph/document";
import { changeData, keepHandles } from "../graph/edits";
import { isGroup } from "../graph/groups";
import type { NodeData } from "../graph/types";
import { handlesOf, isKnown, kindOf } from "../kinds/registry";
import { nodeKind } from "../kinds/words";
import { Connections } from "./Connections";
import { useEditor, useStore } from "./context";
import type { Document } from "./document";
import { NoteForm } from "./NoteForm";
import { useUi } from "./ui";

const NodeRun = lazy(() => import("../running/NodeRun"));
const NodeForm = lazy(() => import("../nodes/NodeForm").then((module) => ({ default: module.NodeForm })));

/** What one node says, to be read and changed. */
export function NodePanel() {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const ui = useUi();
  const node = useEditor((each) => each.node(ui.panel));
  const current = useEditor((each) => each.view.current);
  const document = useEditor((each) => each.document);
  const variables = useVariables(document);
  const save = useContext(SaveContext);
  const panel = useRef<HTMLElement>(null);
  // Once it is there: what it shows comes by the address.
  const given = useRef(ui.panelFocus);
  useEffect(() => {
    if (node === undefined || given.current === ui.panelFocus) return;
    given.current = ui.panelFocus;
    panel.current?.focus();
  }, [ui.panelFocus, node]);
  // It goes along with what is chosen.
  const { panel: shown, showPanel } = ui;
  const follow = useRef((_: string) => {});
  follow.current = (id) => {
    if (shown !== null && shown !== id) showPanel(id);
  };
  useEffect(() => {
    if (current !== null) follow.current(current);
  }, [current]);
  if (!node) return null;
  const [group, note] = [isGroup(node), isNote(node)];
  const change = (patch: Partial<NodeData>) => {
    const kind = `${node.id} ${Object.keys(patch).sort().join()}`;
    store.edit((graph) => {
      const changed = changeData(graph, node.id, patch);
      if (!isKnown(node.data.type)) return changed;
      const ways = handlesOf({ ...node.data, ...patch } as NodeData).map(({ id }) => id);
      return keepHandles(changed, node.id, ways);
    }, kind);
  };
  const Icon = group ? Group : StickyNote;
  const close = () => {
    ui.showPanel(null);
    ui.focus();
  };
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={node.data.title || node.id}
      className="absolute inset-0 z-20 flex flex-col border-line bg-surface md:static md:w-96 md:shrink-0 md:border-l"
      onKeyDown={(event) => event.key === "Escape" && !event.defaultPrevented && close()}
    >
      <header className="flex min-h-11 items-center gap-2 border-b border-line px-4">
        {note ? <Icon aria-hidden size={16} /> : <NodeIcon kind={kindOf(node.data.type)} />}
        <h2 className="min-w-0 flex-1 truncate font-semibold">{nodeKind(t, node)}</h2>
        <IconButton size="small" label={t("close")} icon={<X aria-hidden size={16} />} onClick={close} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
        <Suspense fallback={<SkeletonRows rows={4} className="h-9" />}>
          {group ? (
            <GroupForm title={node.data.title} change={change} />
          ) : note ? (
            <NoteForm key={node.id} node={node} />
          ) : (
            <NodeForm
              appId={store.appId}
              graph={document.graph}
              node={node}
              app={variables}
              change={change}
              readOnly={store.readOnly}
            />
          )}
        </Suspense>
        {!note && <Connections node={node} />}
        {!note && !store.readOnly && (
          <Suspense>
            <NodeRun graph={document.graph} node={node} save={save} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

function GroupForm({ title, change }: { title: string; change: (patch: Partial<NodeData>) => void }) {
  const { t } = useTranslation("workflows");
  const { readOnly } = useStore();
  return (
    <Field label={t("forms.title")}>
      <Input
        maxLength={100}
        readOnly={readOnly}
        value={title}
        onChange={(event) => change({ title: event.target.value })}
      />
    </Field>
  );
}

/** What the app itself offers to every node. */
function useVariables({ environment_variables: environment, conversation_variables: conversation }: Document) {
  const { mode } = useApp();
  return useMemo(() => ({ mode, environment, conversation }), [mode, environment, conversation]);
}
