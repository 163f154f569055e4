import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical, Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { Badge, Button, ConfirmDialog, FormError, IconButton, RelativeTime, Section, toasts } from "@/ui";
import { ChangesDialog } from "./ChangesDialog";
import { OperationName } from "./OperationName";
import { APIS, type ApiTools, apiToolsQuery } from "./queries";
import { TestDialog } from "./TestDialog";

type Props = { tools: ApiTools; onEdit: () => void };
type Shown = "changes" | "test" | "remove" | null;

/** The tools of one document: where they are called, and what waits for confirmation. */
export function ApiSection({ tools, onEdit }: Props) {
  const { t } = useTranslation("tools");
  const queries = useQueryClient();
  const { can } = useMember();
  const [shown, setShown] = useState<Shown>(null);
  const { name } = tools;
  const refresh = useMutation({
    mutationFn: () => call(api.POST(`${APIS}/{api_id}/refresh`, { params: { path: { api_id: tools.id } } })),
    onSuccess: ({ error, changes }) => {
      if (error === null) toasts.show({ kind: "success", title: t("apis.refreshed", { name, count: changes }) });
      return queries.invalidateQueries(apiToolsQuery);
    },
  });
  const actions = can("manage") && (
    <div className="flex items-center gap-1">
      <Button
        size="small"
        icon={<FlaskConical aria-hidden size={14} />}
        aria-label={t("testOne", { name })}
        onClick={() => setShown("test")}
      >
        {t("test")}
      </Button>
      {tools.document_url && (
        <IconButton
          size="small"
          label={t("apis.refresh", { name })}
          icon={<RefreshCw aria-hidden size={14} />}
          busy={refresh.isPending}
          onClick={() => refresh.mutate()}
        />
      )}
      <IconButton size="small" label={t("edit", { name })} icon={<Pencil aria-hidden size={14} />} onClick={onEdit} />
      <IconButton
        size="small"
        label={t("remove", { name })}
        icon={<Trash2 aria-hidden size={14} />}
        onClick={() => setShown("remove")}
      />
    </div>
  );
  return (
    <Section title={name} description={tools.server_url} actions={actions}>
      <div className="flex flex-col gap-3">
        <Facts tools={tools} />
        {tools.error && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 wrap-anywhere text-danger-ink">
            {tools.error}
          </p>
        )}
        <FormError error={refresh.error} />
        {tools.changes > 0 && (
          <Button className="self-start" onClick={() => setShown("changes")}>
            {t("apis.look", { count: tools.changes })}
          </Button>
        )}
        <ul aria-label={t("list", { name })} className="flex flex-col divide-y divide-line">
          {tools.tools.map((tool) => (
            <li key={tool.name} className="py-2 first:pt-0 last:pb-0">
              <OperationName operation={tool} />
            </li>
          ))}
        </ul>
      </div>
      {shown === "changes" && <ChangesDialog tools={tools} onClose={() => setShown(null)} />}
      {shown === "test" && <TestDialog tools={tools} onClose={() => setShown(null)} />}
      {shown === "remove" && <RemoveDialog tools={tools} onClose={() => setShown(null)} />}
    </Section>
  );
}

function Facts({ tools }: { tools: ApiTools }) {
  const { t } = useTranslation("tools");
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      {tools.error && <Badge tone="bad">{t("fails")}</Badge>}
      <span>{t(`apis.auth.${tools.auth.type}`)}</span>
      <span className="wrap-anywhere">{tools.document_url ?? t("apis.pasted")}</span>
      {tools.checked_at !== null && (
        <span>
          {t("asked")} <RelativeTime at={tools.checked_at} />
        </span>
      )}
    </div>
  );
}

function RemoveDialog({ tools, onClose }: { tools: ApiTools; onClose: () => void }) {
  const { t } = useTranslation("tools");
  const queries = useQueryClient();
  const { name } = tools;
  const remove = useMutation({
    mutationFn: () => call(api.DELETE(`${APIS}/{api_id}`, { params: { path: { api_id: tools.id } } })),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("removed", { name }) });
      return queries.invalidateQueries(apiToolsQuery);
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("removeTitle", { name })}
      description={t("removeWhat")}
      action={t("apis.removeAction")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
