import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { ConfirmDialog, FormError, IconButton, Table, Td, Th, toasts } from "@/ui";
import { Expiry, LastUse, ScopeBadges } from "./facts";
import { TOKENS, type Token, tokensQuery } from "./queries";

export function TokenTable({ tokens }: { tokens: Token[] }) {
  const { t } = useTranslation("keys");
  const [revoked, setRevoked] = useState<Token | null>(null);
  const head = (
    <>
      <Th>{t("name")}</Th>
      <Th className="hidden md:table-cell">{t("tokens.token")}</Th>
      <Th className="hidden sm:table-cell">{t("scopes")}</Th>
      <Th>{t("expires")}</Th>
      <Th>{t("lastUsed")}</Th>
      <Th aria-label={t("actions")} />
    </>
  );
  return (
    <>
      <Table label={t("tokens.title")} head={head}>
        {tokens.map((token) => (
          <tr key={token.id}>
            <Td className="max-w-60 truncate" title={token.name}>
              {token.name}
            </Td>
            <Td className="hidden font-mono text-xs whitespace-nowrap md:table-cell">{token.token}</Td>
            <Td className="hidden sm:table-cell">
              <ScopeBadges scopes={token.scopes} />
            </Td>
            <Td>
              <Expiry at={token.expires_at} />
            </Td>
            <Td>
              <LastUse at={token.last_used_at} ip={token.last_used_ip} />
            </Td>
            <Td className="text-right">
              <IconButton
                size="small"
                label={t("revokeOne", { name: token.name })}
                icon={<Trash2 aria-hidden size={14} />}
                onClick={() => setRevoked(token)}
              />
            </Td>
          </tr>
        ))}
      </Table>
      {revoked && <RevokeDialog token={revoked} onClose={() => setRevoked(null)} />}
    </>
  );
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useTranslation("keys");
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call(api.DELETE(`${TOKENS}/{token_id}`, { params: { path: { token_id: token.id } } })),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("tokens.revoked") });
      return queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("revokeTitle", { name: token.name })}
      description={t("revokeWhat")}
      action={t("tokens.revoke")}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      {revoke.error && <FormError error={revoke.error} />}
    </ConfirmDialog>
  );
}
