import { Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Field, Input, SkeletonRows, Textarea } from "@/ui";
import { ErrorFields } from "../fields/ErrorFields";
import { OutputList } from "../fields/OutputList";
import type { Graph, GraphNode, NodeData } from "../graph/types";
import { isKnown, kindOf } from "../kinds/registry";
import { type AppVariables, variablesInside, variablesOf } from "../kinds/upstream";
import { kindWhat } from "../kinds/words";
import { FORMS } from "./forms";

type Props = {
  appId: string;
  graph: Graph;
  node: GraphNode;
  app: AppVariables;
  change: (patch: Partial<NodeData>) => void;
  readOnly: boolean;
};

/** All that is said of a node: its title, what its type asks for, what happens if it fails, what it offers. */
export function NodeForm({ appId, graph, node, app, change, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const { data } = node;
  const kind = kindOf(data.type);
  const Form = Object.hasOwn(FORMS, kind.type) ? FORMS[kind.type] : undefined;
  const variables = useMemo(() => variablesOf(graph, node.id, app), [graph, node.id, app]);
  const inside = useMemo(() => variablesInside(graph, node.id), [graph, node.id]);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div className="flex flex-col gap-3">
        <Field label={t("forms.title")} hint={kindWhat(t, data.type)}>
          <Input
            maxLength={100}
            readOnly={readOnly}
            value={data.title}
            onChange={(event) => change({ title: event.target.value })}
          />
        </Field>
        <Field label={t("forms.note")}>
          <Textarea
            className="field-sizing-content max-h-40 min-h-9!"
            rows={1}
            maxLength={1000}
            readOnly={readOnly}
            value={data.desc ?? ""}
            onChange={(event) => change({ desc: event.target.value })}
          />
        </Field>
      </div>
      {Form && (
        <Suspense fallback={<SkeletonRows rows={4} className="h-9" />}>
          <Form
            // Another node is another form: nothing that was typed goes over.
            key={node.id}
            appId={appId}
            mode={app.mode}
            node={node}
            data={data}
            change={change}
            variables={variables}
            inside={inside}
            readOnly={readOnly}
          />
        </Suspense>
      )}
      {!isKnown(data.type) && <pre className="overflow-x-auto text-xs text-muted">{JSON.stringify(data, null, 2)}</pre>}
      {kind.mayFail && <ErrorFields key={`${node.id} error`} data={data} change={change} readOnly={readOnly} />}
      <OutputList data={data} />
    </div>
  );
}
