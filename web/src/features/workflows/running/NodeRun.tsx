import { useMutation, useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { Button, Field, FormError, QueryView, SkeletonRows, submitting, Textarea } from "@/ui";
import { parentOf } from "../graph/document";
import type { Graph, GraphNode } from "../graph/types";
import { kindOf } from "../kinds/registry";
import { FromHere } from "./FromHere";
import { textOfValue, valueOfText } from "./form";
import { lastTriedQuery, nodeInputsQuery } from "./queries";
import { StatusBadge } from "./Status";
import type { Step } from "./steps";
import { Timeline } from "./Timeline";
import { type RunTrial, trialOf } from "./trial";
import { took } from "./values";

/** `save`: writes the draft, since what runs is what is stored. */
export interface NodeRunProps {
  graph: Graph;
  node: GraphNode;
  save: () => Promise<unknown>;
}

/** In a node's panel: run this node by itself, or the rest of the workflow from it. */
export default function NodeRun({ graph, node, save }: NodeRunProps) {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const trial = trialOf(app.id);
  const tried = useSyncExternalStore(trial.subscribe, trial.read);
  const last = useQuery(lastTriedQuery(app.id));
  const [open, setOpen] = useState(false);
  const { isRoot, isMarker } = kindOf(node.data.type);
  if (isMarker) return null;
  const base = tried.state === "over" && tried.runId ? tried.runId : (last.data?.id ?? null);
  return (
    <section aria-label={t("running.ofNode")} className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {!isRoot && (
          <Button
            size="small"
            aria-expanded={open}
            icon={<Play aria-hidden size={14} />}
            onClick={() => setOpen(!open)}
          >
            {t("running.thisNode")}
          </Button>
        )}
        {parentOf(node) === undefined && <FromHere trial={trial} nodeId={node.id} runId={base} save={save} />}
      </div>
      {open && <Single key={node.id} trial={trial} graph={graph} node={node} save={save} />}
    </section>
  );
}

type SingleProps = NodeRunProps & { trial: RunTrial };

function Single({ trial, graph, node, save }: SingleProps) {
  const { t } = useTranslation("workflows");
  const [texts, setTexts] = useState<Record<string, string>>({});
  // What a node reads stands in the draft as it is stored.
  const saved = useQuery({
    queryKey: ["app", trial.appId, "saved for", node.id],
    queryFn: async () => {
      await save();
      return true;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const read = useQuery({ ...nodeInputsQuery(trial.appId, node.id), enabled: saved.isSuccess });
  const run = useMutation<Step>({
    mutationFn: async () => {
      await save();
      const changed = (read.data ?? []).filter(({ selector }) => selector.join(".") in texts);
      const inputs = changed.map(({ selector, value_type }) => {
        const name = selector.join(".");
        return [name, valueOfText(texts[name]!, value_type)] as const;
      });
      return trial.node(node.id, Object.fromEntries(inputs));
    },
  });
  const titleOf = (id: string) => graph.nodes.find((each) => each.id === id)?.data.title ?? id;
  return (
    <form onSubmit={submitting(() => run.mutate())} className="flex flex-col gap-3 rounded-md border border-line p-3">
      {saved.error && <FormError error={saved.error} />}
      <QueryView query={read} skeleton={<SkeletonRows rows={2} />}>
        {(items) => (
          <>
            {items.length === 0 && <p className="text-xs text-muted">{t("running.readsNothing")}</p>}
            {items.map(({ selector, value, edited }) => {
              const name = selector.join(".");
              return (
                <Field
                  key={name}
                  label={`${titleOf(selector[0]!)} · ${selector.slice(1).join(".")}`}
                  hint={t(value === null ? "running.noValue" : edited ? "running.editedValue" : "running.lastValue")}
                >
                  <Textarea
                    className="min-h-9! font-mono text-xs! field-sizing-content max-h-40"
                    rows={1}
                    spellCheck={false}
                    value={texts[name] ?? textOfValue(value)}
                    onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
                  />
                </Field>
              );
            })}
          </>
        )}
      </QueryView>
      <Button type="submit" look="primary" className="self-start" busy={run.isPending} disabled={!read.data}>
        {t("running.run")}
      </Button>
      {run.error && <FormError error={run.error} />}
      {run.data && !run.isPending && (
        <div className="flex flex-col gap-2" data-testid="node-result">
          <p className="flex items-center gap-2 text-xs text-muted tabular-nums" role="status">
            <StatusBadge status={run.data.status} />
            {run.data.seconds !== null && took(run.data.seconds)}
            {run.data.tokens > 0 && ` · ${t("running.tokens", { count: run.data.tokens })}`}
          </p>
          <Timeline appId={trial.appId} steps={[run.data]} node={run.data.nodeId} />
        </div>
      )}
    </form>
  );
}
