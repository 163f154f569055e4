import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import clsx from "clsx";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { Expiry, LastUse, ScopeBadges } from "@/features/keys/facts";
import { NAMED, useNamed } from "@/routing";
import { ConfirmDialog, FormError, IconButton, Table, Td, Th, toasts } from "@/ui";
import { KeyNameDialog } from "./KeyNameDialog";
import { type ApiKey, keysQuery } from "./queries";

export function KeyTable({ appId, keys }: { appId: string; keys: ApiKey[] }) {
  const { t } = useTranslation(["apps", "keys"]);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const [renaming, setRenaming] = useState<ApiKey | null>(null);
  return (
    <>
      <Table
        label={t("keys.list")}
        head={
          <>
            <Th>{t("keys.name")}</Th>
            <Th>{t("keys.key")}</Th>
            <Th className="hidden md:table-cell">{t("keys:scopes")}</Th>
            <Th className="hidden sm:table-cell">{t("keys:expires")}</Th>
            <Th>{t("keys:lastUsed")}</Th>
            <Th>
              <span className="sr-only">{t("keys.actions")}</span>
            </Th>
          </>
        }
      >
        {keys.map((key) => (
          <KeyRow
            key={key.id}
            appId={appId}
            apiKey={key}
            onRename={() => setRenaming(key)}
            onRevoke={() => setRevoking(key)}
          />
        ))}
      </Table>
      {renaming && <KeyNameDialog appId={appId} apiKey={renaming} onClose={() => setRenaming(null)} />}
      {revoking && <RevokeDialog appId={appId} apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

type KeyRowProps = { appId: string; apiKey: ApiKey; onRename: () => void; onRevoke: () => void };

function KeyRow({ appId, apiKey: key, onRename, onRevoke }: KeyRowProps) {
  const { t } = useTranslation("apps");
  const { can } = useMember();
  const named = useSearch({ from: "/console/apps/$appId/access" }).key === key.id;
  const element = useNamed<HTMLTableRowElement>(named);
  const address = (text: string) => (
    <Link
      to="/apps/$appId/access"
      params={{ appId }}
      search={{ key: key.id }}
      resetScroll={false}
      className="rounded hover:underline"
    >
      {text}
    </Link>
  );
  return (
    <tr ref={element} aria-current={named || undefined} className={clsx(named && NAMED)}>
      <Td className="max-w-60 truncate" title={key.name}>
        {key.name ? address(key.name) : "–"}
      </Td>
      <Td className="font-mono text-xs">{key.name ? key.token : address(key.token)}</Td>
      <Td className="hidden md:table-cell">
        <ScopeBadges scopes={key.scopes} />
      </Td>
      <Td className="hidden whitespace-nowrap sm:table-cell">
        <Expiry at={key.expires_at} />
      </Td>
      <Td className="whitespace-nowrap">
        <LastUse at={key.last_used_at} ip={key.last_used_ip} />
      </Td>
      <Td className="text-right whitespace-nowrap">
        {can("edit") && (
          <IconButton
            size="small"
            label={t("keys.renameOne", { key: key.name || key.token })}
            icon={<Pencil aria-hidden size={14} />}
            onClick={onRename}
          />
        )}
        {can("manage") && (
          <IconButton
            size="small"
            label={t("keys.revokeOne", { key: key.name || key.token })}
            icon={<Trash2 aria-hidden size={14} />}
            onClick={onRevoke}
          />
        )}
      </Td>
    </tr>
  );
}

function RevokeDialog({ appId, apiKey, onClose }: { appId: string; apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation("apps");
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => {
      const path = { app_id: appId, key_id: apiKey.id };
      return call(api.DELETE("/console/api/apps/{app_id}/api-keys/{key_id}", { params: { path } }));
    },
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("keys.revoked") });
      void queries.invalidateQueries({ queryKey: keysQuery(appId).queryKey });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("keys.revokeTitle", { key: apiKey.name || apiKey.token })}
      description={t("keys.revokeWhat")}
      action={t("keys.revoke")}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      {revoke.error && <FormError error={revoke.error} />}
    </ConfirmDialog>
  );
}
