import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { versionsQuery } from "@/features/assets/versions/queries";
import { Checkbox, ErrorState, Field, Input, Section, Select, SkeletonRows } from "@/ui";
import { useApp } from "../queries";
import { type AgentMode, hasTool, withTool } from "./config";
import type { Draft } from "./draft";
import { mcpServersQuery } from "./queries";

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
        <Tools agent={agent} onChange={set} />
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

function Tools({ agent, onChange }: Props) {
  const { t } = useTranslation("studio");
  const { may } = useMember();
  const servers = useQuery({ ...mcpServersQuery, enabled: may("edit") });
  const found = servers.data?.data ?? [];
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium">{t("agent.tools")}</h3>
      {servers.isLoading && <SkeletonRows rows={2} className="h-5" />}
      {servers.isError && <ErrorState error={servers.error} onRetry={() => servers.refetch()} />}
      {servers.isSuccess && found.length === 0 && <p className="text-muted">{t("agent.noServers")}</p>}
      {found.map((server) => (
        <fieldset key={server.id} className="min-w-0 rounded-md border border-line px-3 pt-1 pb-3">
          <legend className="px-1 text-xs text-muted">{server.name}</legend>
          {server.error && <p className="mb-2 text-xs text-danger-ink">{server.error}</p>}
          <div className="flex flex-col gap-2">
            {server.tools.map((tool) => (
              <Checkbox
                key={tool.name}
                className="items-start!"
                label={
                  <span className="min-w-0">
                    <code className="font-mono text-xs">{tool.name}</code>
                    <span className="line-clamp-2 text-xs text-muted">{tool.description}</span>
                  </span>
                }
                checked={hasTool(agent, server.id, tool.name)}
                onChange={(event) => onChange(withTool(agent, server.id, tool.name, event.target.checked))}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <Lost
        agent={agent}
        known={new Set(found.map((server) => server.id))}
        settled={servers.isSuccess}
        onChange={onChange}
      />
    </div>
  );
}

/** Tools of servers that are no longer there: they are refused when the config is published. */
function Lost({ agent, known, settled, onChange }: Props & { known: Set<string>; settled: boolean }) {
  const { t } = useTranslation("studio");
  const lost = settled ? agent.tools.filter((tool) => !known.has(tool.provider_id)) : [];
  return lost.map((tool) => (
    <Checkbox
      key={`${tool.provider_id} ${tool.tool_name}`}
      label={t("agent.lostTool", { name: tool.tool_name })}
      checked
      onChange={() => onChange(withTool(agent, tool.provider_id, tool.tool_name, false))}
    />
  ));
}

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
