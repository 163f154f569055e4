import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { TermsFields } from "@/features/keys/TermsFields";
import { asBody, type Scope, type Terms } from "@/features/keys/terms";
import { Button, Dialog, Field, FormError, fieldTexts, Input, Select } from "@/ui";
import { KEYS, keysQuery } from "./queries";

type Props = { datasetId: string; onClose: () => void; onMade: (token: string) => void };

/** Knowledge is not run. */
const isOfKnowledge = (scope: Scope) => scope !== "run";

/** A new key: what it is for, what it opens, what it may do there, and until when. */
export function KeyDialog({ datasetId, onClose, onMade }: Props) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [reach, setReach] = useState<"one" | "all">("one");
  const [terms, setTerms] = useState<Terms>({ scopes: ["read"], days: null });
  const create = useMutation({
    mutationFn: () => {
      const limited = reach === "one" ? { dataset_ids: [datasetId] } : {};
      const scopes = terms.scopes.filter(isOfKnowledge);
      return call(api.POST(KEYS, { body: { name: name.trim() || null, ...asBody(terms), scopes, ...limited } }));
    },
    onSuccess: ({ token }) => {
      void queries.invalidateQueries({ queryKey: keysQuery.queryKey });
      onClose();
      onMade(token);
    },
  });
  const { name: wrong } = fieldTexts(create.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("keys.create")}
      onSubmit={() => !create.isPending && terms.scopes.length > 0 && create.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={create.isPending} disabled={terms.scopes.length === 0}>
            {t("keys.make")}
          </Button>
        </>
      }
    >
      <Field label={t("name")} hint={t("keys.nameHint")} error={wrong}>
        <Input autoFocus maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={t("keys.reach")} hint={t(`keys.reachHints.${reach}`)}>
        <Select value={reach} onChange={(event) => setReach(event.target.value as typeof reach)}>
          <option value="one">{t("keys.reaches.one")}</option>
          <option value="all">{t("keys.reaches.all")}</option>
        </Select>
      </Field>
      <TermsFields terms={terms} onChange={setTerms} means={t("keys.means", { returnObjects: true })} />
      {!wrong && <FormError error={create.error} />}
    </Dialog>
  );
}
