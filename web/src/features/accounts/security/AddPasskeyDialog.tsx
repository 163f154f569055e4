import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call, type Schemas } from "@/api";
import { Button, Dialog, Field, fieldTexts, Input, toasts } from "@/ui";
import { thisDevice } from "./agent";
import { ConfirmPassword } from "./ConfirmPassword";
import { PasskeyError } from "./PasskeyError";
import { passkeysQuery } from "./queries";
import { createPasskey } from "./webauthn";

export function AddPasskeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const [name, setName] = useState(thisDevice);
  const [password, setPassword] = useState("");
  const add = useMutation({
    mutationFn: async () => {
      const asked = await call(api.POST("/console/api/account/passkeys/options", { body: { password } }));
      const credential = await createPasskey<Schemas["AttestationIn"]>(asked.options);
      return call(api.POST("/console/api/account/passkeys", { body: { name, credential } }));
    },
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("passkeys.added") });
      void queries.invalidateQueries({ queryKey: passkeysQuery.queryKey });
    },
  });
  const fields = fieldTexts(add.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("passkeys.add")}
      description={t("passkeys.addWhy")}
      onSubmit={() => add.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={add.isPending}>
            {t("passkeys.continue")}
          </Button>
        </>
      }
    >
      <Field label={t("passkeys.name")} hint={t("passkeys.nameHint")} error={fields.name}>
        <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </Field>
      <ConfirmPassword value={password} onChange={setPassword} error={fields.password} />
      {Object.keys(fields).length === 0 && <PasskeyError error={add.error} />}
    </Dialog>
  );
}
