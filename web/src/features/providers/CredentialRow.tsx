import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call, type Schemas } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { Badge, Button, ConfirmDialog, FormError, IconButton, toasts } from "@/ui";
import { type Provider, providersKey } from "./queries";

const PROVIDER = "/console/api/workspaces/current/model-providers/{provider}";

type Props = {
  provider: Provider;
  credential: Schemas["NamedCredential"];
  active: boolean;
  onEdit: () => void;
};

export function CredentialRow({ provider, credential, active, onEdit }: Props) {
  const { t } = useTranslation("providers");
  const queries = useQueryClient();
  const { can } = useMember();
  const [removing, setRemoving] = useState(false);
  const { credential_id, credential_name: name } = credential;
  const request = { params: { path: { provider: provider.provider } }, body: { credential_id } };
  const changed = () => queries.invalidateQueries({ queryKey: providersKey });
  const use = useMutation({
    mutationFn: () => call(api.POST(`${PROVIDER}/credentials/switch`, request)),
    onSuccess: () => {
      toasts.show({ kind: "success", title: t("credentials.nowUsed", { name }) });
      return changed();
    },
  });
  const remove = useMutation({
    mutationFn: () => call(api.DELETE(`${PROVIDER}/credentials`, request)),
    onSuccess: () => {
      setRemoving(false);
      toasts.show({ kind: "success", title: t("credentials.removed", { name }) });
      return changed();
    },
  });
  return (
    <li className="flex flex-col gap-2 py-1.5 first:pt-0">
      <div className="flex items-center gap-2">
        <span className="min-w-0 truncate" title={name}>
          {name}
        </span>
        {active && <Badge tone="good">{t("credentials.used")}</Badge>}
        {can("manage") && (
          <div className="ml-auto flex items-center gap-1">
            {!active && (
              <Button
                size="small"
                busy={use.isPending}
                aria-label={t("credentials.useOne", { name })}
                onClick={() => use.mutate()}
              >
                {t("credentials.use")}
              </Button>
            )}
            <IconButton
              size="small"
              label={t("credentials.edit", { name })}
              icon={<Pencil aria-hidden size={14} />}
              onClick={onEdit}
            />
            <IconButton
              size="small"
              label={t("credentials.remove", { name })}
              icon={<Trash2 aria-hidden size={14} />}
              onClick={() => setRemoving(true)}
            />
          </div>
        )}
      </div>
      <FormError error={use.error} />
      <ConfirmDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={t("credentials.removeTitle", { name })}
        description={t("credentials.removeWhat")}
        action={t("credentials.removeAction")}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        {remove.error && <FormError error={remove.error} />}
      </ConfirmDialog>
    </li>
  );
}
