import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Expiry, LastUse, ScopeBadges } from "@/features/keys/facts";
import { ConfirmDialog, FormError, IconButton, Table, Td, Th, toasts } from "@/ui";
import { type DatasetKey, KEYS, keysQuery } from "./queries";

export function KeyTable({ datasetId, keys }: { datasetId: string; keys: DatasetKey[] }) {
  const { t } = useTranslation(["datasets", "keys"]);
  const [revoked, setRevoked] = useState<DatasetKey | null>(null);
  const head = (
    <>
      <Th>{t("name")}</Th>
      <Th>{t("keys.key")}</Th>
      <Th>{t("keys.reach")}</Th>
      <Th className="hidden md:table-cell">{t("keys:scopes")}</Th>
      <Th className="hidden sm:table-cell">{t("keys:expires")}</Th>
      <Th>{t("keys:lastUsed")}</Th>
      <Th aria-label={t("actions")} />
    </>
  );
  return (
    <>
      <Table label={t("keys.title")} head={head}>
        {keys.map((key) => (
          <tr key={key.id}>
            <Td className="max-w-60 truncate" title={key.name}>
              {key.name}
            </Td>
            <Td className="font-mono text-xs whitespace-nowrap">{key.token}</Td>
            <Td className="whitespace-nowrap">{t(`keys.reaches.${reachOf(key, datasetId)}`)}</Td>
            <Td className="hidden md:table-cell">
              <ScopeBadges scopes={key.scopes} />
            </Td>
            <Td className="hidden whitespace-nowrap sm:table-cell">
              <Expiry at={key.expires_at} />
            </Td>
            <Td className="whitespace-nowrap">
              <LastUse at={key.last_used_at} ip={key.last_used_ip} />
            </Td>
            <Td className="text-right">
              <IconButton
                size="small"
                label={t("keys.revokeOne", { name: key.name })}
                icon={<Trash2 aria-hidden size={14} />}
                onClick={() => setRevoked(key)}
              />
            </Td>
          </tr>
        ))}
      </Table>
      {revoked && <RevokeDialog apiKey={revoked} onClose={() => setRevoked(null)} />}
    </>
  );
}

function reachOf({ dataset_ids: ids }: DatasetKey, datasetId: string): "one" | "some" | "all" {
  if (ids === null) return "all";
  return ids.length === 1 && ids[0] === datasetId ? "one" : "some";
}

function RevokeDialog({ apiKey, onClose }: { apiKey: DatasetKey; onClose: () => void }) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call(api.DELETE(`${KEYS}/{key_id}`, { params: { path: { key_id: apiKey.id } } })),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("keys.revoked") });
      return queries.invalidateQueries({ queryKey: keysQuery.queryKey });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("keys.revokeTitle", { name: apiKey.name })}
      description={t("keys.revokeWhat")}
      action={t("keys.revoke")}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      {revoke.error && <FormError error={revoke.error} />}
    </ConfirmDialog>
  );
}
