import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { type AgentMode, hasTool, lostTools, withTool, withTools } from "@/features/apps/configs/config";
import { apiToolsQuery } from "@/features/tools/apis/queries";
import { mcpServersQuery } from "@/features/tools/queries";
import { Button, Checkbox, ErrorState, SkeletonRows } from "@/ui";

type Props = { agent: AgentMode; onChange: (next: Partial<AgentMode>) => void };

/** An MCP server, or a document of OpenAPI tools. */
type Provider = {
  id: string;
  name: string;
  error: string | null;
  type: "mcp" | "api";
  tools: { name: string; description: string }[];
};

/** Which tools of the workspace's MCP servers and OpenAPI documents the agent may call. */
export function ToolsChoice({ agent, onChange }: Props) {
  const { t } = useTranslation("studio");
  const { can } = useMember();
  const servers = useQuery({ ...mcpServersQuery, enabled: can("edit") });
  const apis = useQuery({ ...apiToolsQuery, enabled: can("edit") });
  const found: Provider[] = [
    ...(servers.data?.data ?? []).map((server) => ({ ...server, type: "mcp" as const })),
    ...(apis.data?.data ?? []).map((tools) => ({ ...tools, type: "api" as const })),
  ];
  const known = servers.isSuccess && apis.isSuccess;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium">{t("agent.tools")}</h3>
      {(servers.isLoading || apis.isLoading) && <SkeletonRows rows={2} className="h-5" />}
      {servers.isError && <ErrorState error={servers.error} onRetry={() => servers.refetch()} />}
      {apis.isError && <ErrorState error={apis.error} onRetry={() => apis.refetch()} />}
      {known && found.length === 0 && (
        <p className="text-muted">
          {t("agent.noServers")}{" "}
          <Link to="/tools" className="rounded text-accent-ink underline">
            {t("agent.toServers")}
          </Link>
        </p>
      )}
      {found.map((server) => (
        <OfServer key={server.id} server={server} agent={agent} onChange={onChange} />
      ))}
      {known && <Lost agent={agent} servers={found} onChange={onChange} />}
    </div>
  );
}

/** So many tools are seen at once, without being unfolded. */
const FEW = 8;

function OfServer({ server, agent, onChange }: Props & { server: Provider }) {
  const { t } = useTranslation("studio");
  const [open, setOpen] = useState(server.tools.length <= FEW);
  const names = server.tools.map((tool) => tool.name);
  const chosen = names.filter((name) => hasTool(agent, server.id, name)).length;
  const every = chosen === names.length;
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-md border border-line"
    >
      <summary className="cursor-pointer rounded-md px-3 py-2 wrap-anywhere">
        {server.name}{" "}
        <span className="text-xs text-muted">{t("agent.chosen", { count: chosen, all: names.length })}</span>
      </summary>
      <fieldset className="flex max-h-80 min-w-0 flex-col gap-2 overflow-y-auto border-t border-line p-3">
        <legend className="sr-only">{server.name}</legend>
        {server.error && <p className="text-xs wrap-anywhere text-danger-ink">{server.error}</p>}
        {names.length > 1 && (
          <Button
            size="small"
            className="self-start"
            onClick={() => onChange(withTools(agent, server.id, names, !every, server.type))}
          >
            {every ? t("agent.none") : t("agent.all")}
          </Button>
        )}
        {server.tools.map((tool) => (
          <Checkbox
            key={tool.name}
            className="items-start!"
            label={
              <span className="min-w-0">
                <code className="font-mono text-xs wrap-anywhere">{tool.name}</code>
                <span className="line-clamp-2 text-xs wrap-anywhere text-muted">{tool.description}</span>
              </span>
            }
            checked={hasTool(agent, server.id, tool.name)}
            onChange={(event) => onChange(withTool(agent, server.id, tool.name, event.target.checked, server.type))}
          />
        ))}
      </fieldset>
    </details>
  );
}

/** Tools that are no longer there: the config is refused until they are taken out. */
function Lost({ agent, servers, onChange }: Props & { servers: Provider[] }) {
  const { t } = useTranslation("studio");
  return lostTools(agent, servers).map(({ provider_id, tool_name }) => {
    const server = servers.find((each) => each.id === provider_id);
    return (
      <Checkbox
        key={`${provider_id} ${tool_name}`}
        label={
          <span className="wrap-anywhere text-danger-ink">
            {server
              ? t("agent.lostToolOf", { name: tool_name, server: server.name })
              : t("agent.lostTool", { name: tool_name })}
          </span>
        }
        checked
        onChange={() => onChange(withTool(agent, provider_id, tool_name, false))}
      />
    );
  });
}
