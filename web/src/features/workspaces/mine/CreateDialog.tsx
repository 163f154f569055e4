import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { goTo } from "@/features/accounts/workspaces";
import { Button, Dialog, Field, FormError, fieldTexts, Input } from "@/ui";

/** A workspace of one's own; it is the current one then. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("workspaces");
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: async () => goTo((await call(api.POST("/console/api/workspaces", { body: { name } }))).id),
  });
  const { name: wrong } = fieldTexts(create.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("mine.create")}
      description={t("mine.createWhat")}
      onSubmit={() => !create.isPending && create.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={create.isPending}>
            {t("mine.make")}
          </Button>
        </>
      }
    >
      <Field label={t("name")} error={wrong}>
        <Input autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      {!wrong && <FormError error={create.error} />}
    </Dialog>
  );
}
