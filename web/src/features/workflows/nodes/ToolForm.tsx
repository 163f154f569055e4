import { useTranslation } from "react-i18next";
import { ErrorState, Field, Select, SkeletonRows } from "@/ui";
import { Part } from "../fields/Part";
import { inputOf, ToolParameters } from "../fields/ToolParameters";
import { type Parameter, providerOf, type ToolProvider, useParameters, useToolProviders } from "../fields/tools";
import { rowOf, textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

/** One call of one tool. */
export default function ToolForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const { providers, isLoading, error } = useToolProviders();
  const kind = textOf(data.provider_type) || "builtin";
  const tool = textOf(data.tool_name);
  const chosen = providerOf(providers, { kind, provider: textOf(data.provider_id), tool }, textOf(data.provider_name));
  const parameters = useParameters({ kind, provider: chosen?.id ?? textOf(data.provider_id), tool });
  const keyOf = (provider: ToolProvider, name: string) => JSON.stringify([provider.kind, provider.id, name]);
  const isThere = chosen?.tools.some((each) => each.name === tool) ?? false;
  const settled = rowOf(data.tool_configurations);
  // What stands among the settings is called by the same names.
  const given = {
    ...Object.fromEntries(Object.entries(settled).map(([name, each]) => [name, inputOf(each)])),
    ...rowOf(data.tool_parameters),
  };
  if (isLoading) return <SkeletonRows rows={2} className="h-9" />;
  return (
    <>
      {Boolean(error) && <ErrorState error={error} />}
      <Field label={t("forms.tool.tool")} error={tool && !isThere ? t("forms.tool.lost", { name: tool }) : undefined}>
        <Select
          disabled={readOnly}
          value={isThere ? keyOf(chosen!, tool) : ""}
          onChange={(event) => {
            const [, id, name] = JSON.parse(event.target.value) as [string, string, string];
            const provider = providers.find((each) => each.id === id)!;
            const label = provider.tools.find((each) => each.name === name)!.label;
            change({
              provider_type: provider.kind,
              provider_id: id,
              provider_name: provider.name,
              tool_name: name,
              tool_label: label,
              tool_parameters: {},
              tool_configurations: {},
            });
          }}
        >
          {!isThere && <option value="">{tool || t("forms.tool.choose")}</option>}
          {providers.map((provider) => (
            <optgroup
              key={`${provider.kind} ${provider.id}`}
              label={`${provider.name} · ${t(`forms.tool.kinds.${provider.kind}`)}`}
            >
              {provider.tools.map(({ name, label }) => (
                <option key={name} value={keyOf(provider, name)}>
                  {label}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      </Field>
      {tool && (
        <Part title={t("forms.tool.parameters")}>
          <ToolParameters
            // Another tool has other parameters.
            key={tool}
            parameters={parameters ?? named(given)}
            value={given}
            variables={variables}
            readOnly={readOnly}
            onChange={(next) => change({ tool_parameters: next, tool_configurations: {} })}
          />
        </Part>
      )}
    </>
  );
}

/** Where nobody says what a tool takes: what it is given. */
function named(given: Record<string, unknown>): Parameter[] {
  return Object.keys(given).map((name) => ({ name, type: "any", required: false, description: "", options: [] }));
}
