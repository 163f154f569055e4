import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchInput } from "@/ui";
import { parametersOf } from "./parameters";
import { type McpServer, type McpTool, type McpToolSummary, mcpToolsQuery } from "./queries";

/** From so many on they can be searched. */
const MANY = 10;

/** The tools of a server, folded: what each does, and what it is called with. */
export function ToolList({ server }: { server: McpServer }) {
  const { t } = useTranslation("tools");
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const { tools } = server;
  const whole = useQuery({ ...mcpToolsQuery(server.id), enabled: open });
  const schemas = new Map(whole.data?.data.map((tool) => [tool.name, tool]));
  if (tools.length === 0) return <p className="text-muted">{t("noTools")}</p>;
  const words = search.trim().toLowerCase();
  const fitting = tools.filter((tool) => `${tool.name} ${tool.description}`.toLowerCase().includes(words));
  return (
    <details className="rounded-md border border-line" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded-md px-3 py-2 text-sm font-medium">
        {t("toolsOf", { count: tools.length })}
      </summary>
      {server.left_out > 0 && (
        <p className="border-t border-line px-3 py-2 text-xs text-muted">{t("leftOut", { count: server.left_out })}</p>
      )}
      {open && (
        <div className="flex flex-col gap-3 border-t border-line p-3">
          {tools.length >= MANY && (
            <SearchInput label={t("search")} className="max-w-60" value={search} onChange={setSearch} />
          )}
          {fitting.length === 0 && <p className="text-muted">{t("noneFound")}</p>}
          <ul aria-label={t("list", { name: server.name })} className="flex flex-col divide-y divide-line">
            {fitting.map((tool) => (
              <ToolRow key={tool.name} tool={schemas.get(tool.name) ?? tool} />
            ))}
          </ul>
        </div>
      )}
    </details>
  );
}

function ToolRow({ tool }: { tool: McpTool | McpToolSummary }) {
  const { t } = useTranslation("tools");
  const parameters = "input_schema" in tool ? parametersOf(tool.input_schema) : [];
  return (
    <li className="flex flex-col gap-1 py-2 first:pt-0 last:pb-0">
      <code className="font-mono text-xs font-medium wrap-anywhere">{tool.name}</code>
      {tool.description && <p className="text-xs whitespace-pre-line wrap-anywhere text-muted">{tool.description}</p>}
      {parameters.length > 0 && (
        <ul aria-label={t("parameters")} className="flex flex-wrap gap-x-3 gap-y-1 text-xs">
          {parameters.map(({ name, type, required }) => (
            <li key={name} className="wrap-anywhere" title={required ? t("required") : undefined}>
              <code className="font-mono">
                {name}
                {required && "*"}
              </code>{" "}
              <span className="text-muted">{type}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
