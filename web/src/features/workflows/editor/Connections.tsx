import { Plus, X } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui";
import { NodeIcon } from "../canvas/NodeIcon";
import { handleOf, outsOf } from "../graph/document";
import { disconnect } from "../graph/edits";
import type { GraphNode } from "../graph/types";
import { handlesOf, kindOf } from "../kinds/registry";
import { handleText } from "../kinds/words";
import { useEditor, useStore } from "./context";
import { useUi } from "./ui";

/** What comes after a node, by each way out of it. */
export function Connections({ node }: { node: GraphNode }) {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const ui = useUi();
  const outs = useEditor((each) => outsOf(each.graph, node.id));
  const handles = handlesOf(node.data);
  const section = useRef<HTMLElement>(null);
  if (handles.length === 0) return null;
  const cut = (edge: string) => {
    store.edit((graph) => disconnect(graph, [edge]));
    // The button is gone with the edge.
    section.current?.focus();
  };
  return (
    <section ref={section} tabIndex={-1} aria-label={t("editor.next")} className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">{t("editor.next")}</h3>
      {handles.map((handle) => (
        <div key={handle.id} className="flex flex-col gap-1 rounded-md border border-line p-2">
          {handles.length > 1 && <p className="text-xs text-muted">{handleText(t, handle)}</p>}
          {outs
            .filter((edge) => handleOf(edge) === handle.id)
            .map((edge) => {
              const target = store.node(edge.target);
              const title = target?.data.title ?? edge.target;
              return (
                <div key={edge.id} className="flex items-center gap-2 text-sm">
                  {target && <NodeIcon kind={kindOf(target.data.type)} />}
                  <button
                    type="button"
                    className="min-w-0 flex-1 truncate rounded text-left hover:underline"
                    onClick={() => {
                      ui.go(edge.target);
                      ui.showPanel(edge.target);
                    }}
                  >
                    {title}
                  </button>
                  {!store.readOnly && (
                    <IconButton
                      size="small"
                      label={t("editor.disconnect", { title })}
                      icon={<X aria-hidden size={14} />}
                      onClick={() => cut(edge.id)}
                    />
                  )}
                </div>
              );
            })}
          {!store.readOnly && (
            <Button
              size="small"
              look="ghost"
              className="self-start"
              icon={<Plus aria-hidden size={14} />}
              onClick={() => ui.open({ what: "add", from: node.id, handle: handle.id })}
            >
              {t("editor.addShort")}
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}
