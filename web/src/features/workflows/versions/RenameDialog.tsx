import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, FormError, Input } from "@/ui";
import { renameVersion, type Version, versionsKey } from "./queries";

/** A version's name and comment. */
export function RenameDialog({ appId, version, onClose }: { appId: string; version: Version; onClose: () => void }) {
  const { t } = useTranslation("workflows");
  const queries = useQueryClient();
  const [name, setName] = useState(version.marked_name);
  const [comment, setComment] = useState(version.marked_comment);
  const rename = useMutation({
    mutationFn: () => renameVersion(appId, version.id, { marked_name: name.trim(), marked_comment: comment.trim() }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: versionsKey(appId) });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("versions.renameTitle")}
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
      <Field label={t("versions.name")}>
        <Input autoFocus maxLength={20} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={t("versions.comment")}>
        <Input maxLength={100} value={comment} onChange={(event) => setComment(event.target.value)} />
      </Field>
      <FormError error={rename.error} />
    </Dialog>
  );
}
