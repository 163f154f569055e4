import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Code, Field, FormError, Input } from "@/ui";
import type { GraphNode, NodeData } from "../graph/types";
import { rowsOf, selectorOf, textOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { SaveContext } from "./saving";
import { found } from "./types";

type Props = { appId: string; node: GraphNode; data: NodeData; variables: readonly Offered[] };

/** Runs the node by itself, with values that are typed here or were there in the last run. */
export function TryCode({ appId, node, data, variables }: Props) {
  const { t } = useTranslation("workflows");
  const save = useContext(SaveContext);
  const [values, setValues] = useState<Record<string, string>>({});
  const inputs = rowsOf(data.variables)
    .map((each) => {
      const selector = selectorOf(each.value_selector);
      return { name: textOf(each.variable), key: selector.join("."), type: found(variables, selector)?.type ?? "any" };
    })
    .filter(({ name, key }) => name && key);
  const run = useMutation({
    mutationFn: async () => {
      await save();
      const given = inputs
        .filter(({ key }) => values[key])
        .map(({ key, type }) => [key, typed(values[key]!, type)] as const);
      const params = { path: { app_id: appId, node_id: node.id } };
      const body = { inputs: Object.fromEntries(given) };
      return call(api.POST("/console/api/apps/{app_id}/workflows/draft/nodes/{node_id}/run", { params, body }));
    },
  });
  const { data: step } = run;
  return (
    <section aria-label={t("forms.try.title")} className="flex min-w-0 flex-col gap-2 rounded-md bg-sunken p-3">
      {inputs.map(({ name, key }) => (
        <Field key={key} label={name}>
          <Input
            className="font-mono text-xs!"
            placeholder={t("forms.try.last")}
            value={values[key] ?? ""}
            onChange={(event) => setValues({ ...values, [key]: event.target.value })}
          />
        </Field>
      ))}
      <Button
        size="small"
        className="self-start"
        busy={run.isPending}
        icon={<Play aria-hidden size={12} />}
        onClick={() => run.mutate()}
      >
        {t("forms.try.run")}
      </Button>
      {run.error && <FormError error={run.error} />}
      <div aria-live="polite" className="min-w-0">
        {step?.error && <p className="text-sm wrap-anywhere text-danger-ink">{step.error}</p>}
        {step && !step.error && <Code label={t("forms.outputs")} text={JSON.stringify(step.outputs, null, 2)} />}
      </div>
    </section>
  );
}

/** A text as it is, all else as JSON where it is JSON. */
function typed(text: string, type: string): unknown {
  if (type === "string" || type === "secret") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
