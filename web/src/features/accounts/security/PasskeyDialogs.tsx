import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, ConfirmDialog, Dialog, Field, FormError, fieldTexts, Input, toasts } from "@/ui";
import { type Passkey, passkeysQuery } from "./queries";

type Props = { passkey: Passkey; onClose: () => void };

export function RenamePasskeyDialog({ passkey, onClose }: Props) {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const [name, setName] = useState(passkey.name);
  const rename = useMutation({
    mutationFn: () => {
      const params = { path: { passkey_id: passkey.id } };
      return call(api.PATCH("/console/api/account/passkeys/{passkey_id}", { params, body: { name } }));
    },
    onSuccess: () => {
      onClose();
      void queries.invalidateQueries({ queryKey: passkeysQuery.queryKey });
    },
  });
  const fields = fieldTexts(rename.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("passkeys.renameOne", { name: passkey.name })}
      onSubmit={() => rename.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={rename.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("passkeys.name")} error={fields.name}>
        <Input value={name} maxLength={60} autoFocus onChange={(event) => setName(event.target.value)} />
      </Field>
      {!fields.name && <FormError error={rename.error} />}
    </Dialog>
  );
}

export function RemovePasskeyDialog({ passkey, onClose }: Props) {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => {
      const params = { path: { passkey_id: passkey.id } };
      return call(api.DELETE("/console/api/account/passkeys/{passkey_id}", { params }));
    },
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("passkeys.removed") });
      void queries.invalidateQueries({ queryKey: passkeysQuery.queryKey });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("passkeys.removeTitle", { name: passkey.name })}
      description={t("passkeys.removeWhat")}
      action={t("passkeys.remove")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
