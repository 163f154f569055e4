import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, Dialog, Field, FormError, Input } from "@/ui";
import { changeOf, draftOf, errorsOf } from "./draft";
import { changed, type Source, useSourceChange } from "./queries";
import { ScopeFields, UrlsField } from "./ScopeFields";

type Props = { datasetId: string; source: Source; onClose: () => void };

/** What is synced, and how. Documents change with the next sync. */
export function EditDialog({ datasetId, source, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const [draft, setDraft] = useState(() => draftOf(source));
  const change = changeOf(draft);
  const save = useSourceChange(
    datasetId,
    (body: NonNullable<typeof change>) => changed(datasetId, source.id, body),
    onClose,
  );
  const errors = errorsOf(save.error);
  const put = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("sources.editTitle", { name: source.name })}
      description={t("sources.editWhat")}
      onSubmit={() => change && !save.isPending && save.mutate(change)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!change} busy={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("name")} error={errors.name ?? (draft.name.trim() ? undefined : t("nameMissing"))}>
        <Input maxLength={255} value={draft.name} onChange={(event) => put({ name: event.target.value })} />
      </Field>
      {draft.kind === "asset_tree" && <ScopeFields draft={draft} errors={errors} onChange={put} />}
      {draft.kind === "url_list" && (
        <UrlsField
          draft={draft}
          required={draft.urls.trim() ? undefined : t("sources.required")}
          errors={errors}
          onChange={put}
        />
      )}
      {draft.kind !== "push" && (
        <Checkbox
          label={t("sources.keeps")}
          checked={draft.keeps}
          onChange={(event) => put({ keeps: event.target.checked })}
        />
      )}
      {Object.keys(errors).length === 0 && <FormError error={save.error} />}
    </Dialog>
  );
}
