import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { AllowHost } from "@/features/accounts/hosts/AllowHost";
import { useMember } from "@/features/accounts/queries";
import { Badge, Button, ConfirmDialog, FormError, IconButton, RelativeTime, Section, toasts } from "@/ui";
import { MCP, type McpServer, mcpServersQuery } from "./queries";
import { ToolList } from "./ToolList";

type Props = { server: McpServer; onEdit: () => void };

/** One server: whether it answers, and the tools that it had when it last did. */
export function ServerSection({ server, onEdit }: Props) {
  const { t } = useTranslation("tools");
  const queries = useQueryClient();
  const { can } = useMember();
  const [removing, setRemoving] = useState(false);
  const { name } = server;
  const { server: named } = useSearch({ from: "/console/tools" });
  const test = useMutation({
    mutationFn: () => call(api.POST(`${MCP}/{server_id}/test`, { params: { path: { server_id: server.id } } })),
    onSuccess: ({ ok, tools }) => {
      if (ok) toasts.show({ kind: "success", title: t("answered", { name, count: tools.length }) });
      return queries.invalidateQueries(mcpServersQuery);
    },
  });
  const actions = can("manage") && (
    <div className="flex items-center gap-1">
      <Button
        size="small"
        icon={<RefreshCw aria-hidden size={14} />}
        aria-label={t("testOne", { name })}
        busy={test.isPending}
        onClick={() => test.mutate()}
      >
        {t("test")}
      </Button>
      <IconButton size="small" label={t("edit", { name })} icon={<Pencil aria-hidden size={14} />} onClick={onEdit} />
      <IconButton
        size="small"
        label={t("remove", { name })}
        icon={<Trash2 aria-hidden size={14} />}
        onClick={() => setRemoving(true)}
      />
    </div>
  );
  return (
    <Section
      title={name}
      description={server.server_url}
      actions={actions}
      address={{ to: "/tools", search: { server: server.id } }}
      named={named === server.id}
    >
      <div className="flex flex-col gap-3">
        <Facts server={server} />
        {server.error && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 wrap-anywhere text-danger-ink">
            {server.error}
          </p>
        )}
        <FormError error={test.error} />
        {can("manage") && <AllowHost details={test.data?.details} onAllowed={() => test.mutate()} />}
        <ToolList server={server} />
      </div>
      {removing && <RemoveDialog server={server} onClose={() => setRemoving(false)} />}
    </Section>
  );
}

function Facts({ server }: { server: McpServer }) {
  const { t } = useTranslation("tools");
  const headers = Object.keys(server.headers);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      {server.error ? <Badge tone="bad">{t("fails")}</Badge> : <Badge tone="good">{t("answers")}</Badge>}
      {server.checked_at !== null && (
        <span>
          {t("asked")} <RelativeTime at={server.checked_at} />
        </span>
      )}
      {headers.length > 0 && (
        <span className="wrap-anywhere">
          {t("sends")} <span className="font-mono">{headers.join(", ")}</span>
        </span>
      )}
    </div>
  );
}

function RemoveDialog({ server, onClose }: { server: McpServer; onClose: () => void }) {
  const { t } = useTranslation("tools");
  const queries = useQueryClient();
  const { name } = server;
  const remove = useMutation({
    mutationFn: () => call(api.DELETE(`${MCP}/{server_id}`, { params: { path: { server_id: server.id } } })),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("removed", { name }) });
      return queries.invalidateQueries(mcpServersQuery);
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("removeTitle", { name })}
      description={t("removeWhat")}
      action={t("removeAction")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
