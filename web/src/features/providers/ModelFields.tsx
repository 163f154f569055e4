import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { type ModelChoice, withParameter } from "@/features/apps/configs/config";
import { Field, Input, QueryView, Select, SkeletonRows } from "@/ui";
import { type Chosen, ModelSelect } from "./ModelSelect";
import { defaultModelQuery, parametersQuery, usableModelsQuery } from "./queries";

type Props = { model: ModelChoice | null; onChange: (model: ModelChoice | null) => void; disabled?: boolean };

/** Which model answers, and with which parameters. None: the workspace's default. */
export function ModelFields({ model, onChange, disabled }: Props) {
  const { t } = useTranslation("providers");
  const usable = useQuery(usableModelsQuery("llm"));
  const preset = useQuery(defaultModelQuery("llm"));
  const none = preset.data ? t("choice.defaultIs", { name: preset.data.name }) : t("choice.default");
  const choose = (chosen: Chosen | null) => {
    const params = model?.completion_params ?? {};
    onChange(chosen && { ...model, ...chosen, mode: "chat", completion_params: params });
  };
  return (
    <div className="flex flex-col gap-4">
      {usable.data?.data.length === 0 && (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-warn-ink">
          {t("choice.noProvider")}{" "}
          <Link to="/settings/providers" className="underline">
            {t("choice.toProviders")}
          </Link>
        </p>
      )}
      {usable.data?.data.length !== 0 && model === null && preset.data === null && (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-warn-ink">
          {t("choice.noDefault")}{" "}
          <Link to="/settings/providers" className="underline">
            {t("choice.toDefault")}
          </Link>
        </p>
      )}
      <Field label={t("choice.label")} hint={model ? undefined : t("choice.defaultWhat")}>
        <ModelSelect type="llm" value={model} none={none} onChange={choose} disabled={disabled} />
      </Field>
      {model && (
        <fieldset disabled={disabled}>
          <Parameters model={model} onChange={onChange} />
        </fieldset>
      )}
    </div>
  );
}

type ParametersProps = { model: ModelChoice; onChange: (model: ModelChoice) => void };

function Parameters({ model, onChange }: ParametersProps) {
  const { t } = useTranslation("providers");
  const rules = useQuery(parametersQuery(model.provider, model.name));
  const count = Object.keys(model.completion_params).length;
  return (
    <details className="rounded-md border border-line">
      <summary className="cursor-pointer px-3 py-2 text-sm">
        {t("choice.parameters")} <span className="text-muted">{t("choice.parameterCount", { count })}</span>
      </summary>
      <div className="border-t border-line p-3">
        <QueryView query={rules} skeleton={<SkeletonRows rows={3} />}>
          {({ data }) => (
            <div className="grid gap-3 sm:grid-cols-2">
              {data.map((rule) => (
                <Parameter key={rule.name} rule={rule} model={model} onChange={onChange} />
              ))}
            </div>
          )}
        </QueryView>
      </div>
    </details>
  );
}

type Rule = Schemas["ParameterRule"];

function Parameter({ rule, model, onChange }: ParametersProps & { rule: Rule }) {
  const { t } = useTranslation("providers");
  const given = model.completion_params[rule.name];
  const value = typeof given === "number" || typeof given === "string" ? given : "";
  const set = (next: string | number | null) => onChange(withParameter(model, rule.name, next));
  const key = `parameters.${rule.name}`;
  const label = t(key as never, { defaultValue: rule.label.en_US });
  const hint = t(`${key}Hint` as never, { defaultValue: rule.help.en_US });
  if (rule.options.length > 0) {
    return (
      <Field label={label} hint={hint}>
        <Select value={value} onChange={(event) => set(event.target.value || null)}>
          <option value="">{t("choice.unset")}</option>
          {rule.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      </Field>
    );
  }
  return (
    <Field label={label} hint={hint}>
      <Input
        type="number"
        inputMode="decimal"
        value={value}
        min={rule.min ?? undefined}
        max={rule.max ?? undefined}
        step={rule.type === "float" ? "any" : 1}
        placeholder={rule.default === null ? t("choice.unset") : String(rule.default)}
        onChange={(event) => set(event.target.value === "" ? null : Number(event.target.value))}
      />
    </Field>
  );
}
