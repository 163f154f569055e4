import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { type ModelChoice, withParameter } from "@/features/apps/configs/config";
import { type Chosen, ModelSelect } from "@/features/providers/ModelSelect";
import { defaultModelQuery, parametersQuery, usableModelsQuery } from "@/features/providers/queries";
import { Field, Input, QueryView, Section, Select, SkeletonRows } from "@/ui";
import type { Draft } from "./draft";

/** Which model answers, and with which parameters. */
export function ModelSection({ draft: { config, change } }: { draft: Draft }) {
  const { t } = useTranslation("studio");
  const usable = useQuery(usableModelsQuery("llm"));
  const preset = useQuery(defaultModelQuery("llm"));
  const { model } = config;
  const none = preset.data ? t("model.defaultIs", { name: preset.data.name }) : t("model.default");
  const choose = (chosen: Chosen | null) => {
    const params = model?.completion_params ?? {};
    change({ model: chosen && { ...chosen, mode: "chat", completion_params: params } });
  };
  return (
    <Section title={t("model.title")}>
      <div className="flex flex-col gap-4">
        {usable.data?.data.length === 0 && (
          <p className="rounded-md bg-warn-soft px-3 py-2 text-warn-ink">
            {t("model.noProvider")}{" "}
            <Link to="/settings/providers" className="underline">
              {t("model.toProviders")}
            </Link>
          </p>
        )}
        {usable.data?.data.length !== 0 && model === null && preset.data === null && (
          <p className="rounded-md bg-warn-soft px-3 py-2 text-warn-ink">
            {t("model.noDefault")}{" "}
            <Link to="/settings/providers" className="underline">
              {t("model.toDefault")}
            </Link>
          </p>
        )}
        <Field label={t("model.label")} hint={model ? undefined : t("model.defaultWhat")}>
          <ModelSelect type="llm" value={model} none={none} onChange={choose} />
        </Field>
        {model && <Parameters model={model} onChange={(next) => change({ model: next })} />}
      </div>
    </Section>
  );
}

type ParametersProps = { model: ModelChoice; onChange: (model: ModelChoice) => void };

function Parameters({ model, onChange }: ParametersProps) {
  const { t } = useTranslation("studio");
  const rules = useQuery(parametersQuery(model.provider, model.name));
  const count = Object.keys(model.completion_params).length;
  return (
    <details className="rounded-md border border-line">
      <summary className="cursor-pointer px-3 py-2 text-sm">
        {t("model.parameters")} <span className="text-muted">{t("model.parameterCount", { count })}</span>
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
  const { t } = useTranslation("studio");
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
          <option value="">{t("model.unset")}</option>
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
        placeholder={rule.default === null ? t("model.unset") : String(rule.default)}
        onChange={(event) => set(event.target.value === "" ? null : Number(event.target.value))}
      />
    </Field>
  );
}
