import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AgentMode } from "@/features/apps/configs/config";
import { useApp } from "@/features/apps/queries";
import { versionsQuery } from "@/features/assets/versions/queries";
import { Checkbox, Field, Input, Section, Select } from "@/ui";
import type { Draft } from "./draft";
import { ToolsChoice } from "./ToolsChoice";

/** What an agent may use on the way to its answer, and how far it may go. */
export function AgentSection({ draft: { config, change } }: { draft: Draft }) {
  const { t } = useTranslation("studio");
  const agent = config.agent_mode;
  const set = (next: Partial<AgentMode>) => change({ agent_mode: { ...agent, ...next } });
  return (
    <Section title={t("agent.title")} description={t("agent.what")}>
      <div className="flex flex-col gap-5">
        <div className="flex flex-col gap-2">
          <Checkbox
            label={t("agent.assets")}
            checked={agent.assets}
            onChange={(event) => set({ assets: event.target.checked })}
          />
          <Checkbox
            label={t("agent.skills")}
            checked={agent.skills}
            onChange={(event) => set({ skills: event.target.checked })}
          />
        </div>
        {(agent.assets || agent.skills) && (
          <VersionChoice value={config.asset_version} onChange={(asset_version) => change({ asset_version })} />
        )}
        <ToolsChoice agent={agent} onChange={set} />
        <Limits agent={agent} onChange={set} />
      </div>
    </Section>
  );
}

function VersionChoice({ value, onChange }: { value: number | null; onChange: (value: number | null) => void }) {
  const { t } = useTranslation("studio");
  const app = useApp();
  const found = useInfiniteQuery(versionsQuery(app.id));
  const versions = found.data?.pages.flatMap((page) => page.data) ?? [];
  const active = versions.find((version) => version.active);
  const known = value === null || versions.some((version) => version.number === value);
  const follow = active ? t("agent.followIs", { number: active.number }) : t("agent.follow");
  return (
    <Field
      label={t("agent.version")}
      hint={found.isSuccess && !active ? t("agent.noneActive") : t("agent.versionHint")}
    >
      <Select
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value ? Number(event.target.value) : null)}
      >
        <option value="">{follow}</option>
        {!known && <option value={value}>{t("agent.pin", { number: value })}</option>}
        {versions.map(({ number, note }) => (
          <option key={number} value={number}>
            {t("agent.pin", { number })}
            {note && ` · ${note}`}
          </option>
        ))}
      </Select>
    </Field>
  );
}

type Props = { agent: AgentMode; onChange: (next: Partial<AgentMode>) => void };

const LIMITS = { max_iteration: 100, max_seconds: 3600, max_tokens: undefined } as const;

function Limits({ agent, onChange }: Props) {
  const { t } = useTranslation("studio");
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      {(Object.keys(LIMITS) as (keyof typeof LIMITS)[]).map((name) => (
        <Field key={name} label={t(`agent.${name}`)}>
          <Input
            type="number"
            min={1}
            max={LIMITS[name]}
            value={agent[name] || ""}
            onChange={(event) => onChange({ [name]: Number(event.target.value) })}
          />
        </Field>
      ))}
    </div>
  );
}
