import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { TermsFields } from "@/features/keys/TermsFields";
import { asBody, SCOPES, type Terms } from "@/features/keys/terms";
import { Button, Dialog, Field, FormError, fieldTexts, Input } from "@/ui";
import { type ApiKey, keysQuery } from "./queries";

type Props = { appId: string; apiKey?: ApiKey; onClose: () => void; onMade?: (token: string) => void };

/** What a key is for, to be changed later; and of a new one what it may do, and until when. */
export function KeyNameDialog({ appId, apiKey, onClose, onMade }: Props) {
  const { t } = useTranslation("apps");
  const queries = useQueryClient();
  const [name, setName] = useState(apiKey?.name ?? "");
  const [terms, setTerms] = useState<Terms>({ scopes: SCOPES, days: null });
  const save = useMutation({
    mutationFn: () => {
      const path = { app_id: appId };
      if (!apiKey) {
        const body = { name: name.trim() || null, ...asBody(terms) };
        return call(api.POST("/console/api/apps/{app_id}/api-keys", { params: { path }, body }));
      }
      const params = { path: { ...path, key_id: apiKey.id } };
      return call(api.PATCH("/console/api/apps/{app_id}/api-keys/{key_id}", { params, body: { name } }));
    },
    onSuccess: (key) => {
      void queries.invalidateQueries({ queryKey: keysQuery(appId).queryKey });
      onClose();
      onMade?.(key.token);
    },
  });
  const { name: wrong } = fieldTexts(save.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(apiKey ? "keys.rename" : "keys.create")}
      onSubmit={() => !save.isPending && terms.scopes.length > 0 && save.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={save.isPending} disabled={terms.scopes.length === 0}>
            {t(apiKey ? "save" : "keys.make")}
          </Button>
        </>
      }
    >
      <Field label={t("keys.name")} hint={t("keys.nameHint")} error={wrong}>
        <Input autoFocus maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      {!apiKey && <TermsFields terms={terms} onChange={setTerms} means={t("keys.means", { returnObjects: true })} />}
      {!wrong && <FormError error={save.error} />}
    </Dialog>
  );
}
