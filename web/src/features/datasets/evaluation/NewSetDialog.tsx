import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, FormError, fieldTexts, Input } from "@/ui";
import { createSet, evaluationKey } from "./queries";

type Props = { datasetId: string; onClose: () => void; onCreated: (id: string) => void };

export function NewSetDialog({ datasetId, onClose, onCreated }: Props) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => createSet(datasetId, name.trim()),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: evaluationKey(datasetId) });
      onCreated(id);
      onClose();
    },
  });
  const fields = fieldTexts(create.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("evaluation.create")}
      onSubmit={() => name.trim() && create.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={create.isPending} disabled={name.trim() === ""}>
            {t("createAction")}
          </Button>
        </>
      }
    >
      <Field label={t("name")} hint={t("evaluation.nameHint")} error={fields.name}>
        <Input autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      {Object.keys(fields).length === 0 && <FormError error={create.error} />}
    </Dialog>
  );
}
