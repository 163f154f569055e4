import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Dialog, Field, FormError, fieldTexts, Input } from "@/ui";
import { TOKENS, tokensQuery } from "./queries";
import { TermsFields } from "./TermsFields";
import { asBody, type Terms } from "./terms";

/** A new token: what it is for, what it may do, and until when. */
export function TokenDialog({ onClose, onMade }: { onClose: () => void; onMade: (token: string) => void }) {
  const { t } = useTranslation("keys");
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [terms, setTerms] = useState<Terms>({ scopes: ["read"], days: 90 });
  const create = useMutation({
    mutationFn: () => call(api.POST(TOKENS, { body: { name, ...asBody(terms) } })),
    onSuccess: ({ token }) => {
      void queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
      onClose();
      onMade(token);
    },
  });
  const { name: wrong } = fieldTexts(create.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("tokens.create")}
      onSubmit={() => !create.isPending && terms.scopes.length > 0 && create.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={create.isPending} disabled={terms.scopes.length === 0}>
            {t("tokens.make")}
          </Button>
        </>
      }
    >
      <Field label={t("name")} hint={t("tokens.nameHint")} error={wrong}>
        <Input autoFocus required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <TermsFields terms={terms} onChange={setTerms} means={t("tokens.means", { returnObjects: true })} />
      {!wrong && <FormError error={create.error} />}
    </Dialog>
  );
}
