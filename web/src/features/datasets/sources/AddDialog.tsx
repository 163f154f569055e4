import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, Dialog, FormError } from "@/ui";
import { Changes } from "./Changes";
import { type Draft, EMPTY, errorsOf, sourceOf } from "./draft";
import { added, type New, planned, useSourceChange } from "./queries";
import { SourceFields } from "./SourceFields";

/** First what it would change, then the source. */
export function AddDialog({ datasetId, onClose }: { datasetId: string; onClose: () => void }) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, kind: can("read") ? "asset_tree" : "url_list" });
  const [missing, setMissing] = useState(false);
  const check = useMutation({ mutationFn: (wanted: New) => planned(datasetId, wanted) });
  const add = useSourceChange(datasetId, (wanted: New) => added(datasetId, wanted), onClose);
  const wanted = sourceOf(draft);
  const plan = check.data;
  const fields = errorsOf(check.error);
  const submit = () => {
    if (!wanted) setMissing(true);
    else if (plan) add.mutate(wanted);
    else check.mutate(wanted);
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("sources.add")}
      onSubmit={submit}
      footer={
        <>
          {plan ? (
            <Button onClick={() => check.reset()}>{t("sources.back")}</Button>
          ) : (
            <Button onClick={onClose}>{t("cancel")}</Button>
          )}
          <Button type="submit" look="primary" busy={check.isPending || add.isPending}>
            {t(plan ? "sources.addAction" : "sources.check")}
          </Button>
        </>
      }
    >
      {plan ? (
        <Changes plan={plan} />
      ) : (
        <SourceFields
          draft={draft}
          withApps={can("read")}
          missing={missing && !wanted}
          errors={fields}
          onChange={(part) => setDraft({ ...draft, ...part })}
        />
      )}
      {Object.keys(fields).length === 0 && <FormError error={check.error ?? add.error} />}
    </Dialog>
  );
}
