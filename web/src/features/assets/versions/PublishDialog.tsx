import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Dialog, Field, FormError, Input } from "@/ui";
import { assetsKey } from "../queries";

export function PublishDialog({ appId, onClose }: { appId: string; onClose: () => void }) {
  const { t } = useTranslation("assets");
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const publish = useMutation({
    mutationFn: () =>
      call(
        api.POST("/console/api/apps/{app_id}/assets/versions", {
          params: { path: { app_id: appId } },
          body: { note },
        }),
      ),
    onSuccess: () => {
      onClose();
      void queries.invalidateQueries({ queryKey: assetsKey(appId) });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("versions.publish")}
      description={t("versions.publishWhat")}
      onSubmit={() => publish.mutate()}
      footer={
        <Button type="submit" look="primary" busy={publish.isPending}>
          {t("versions.publish")}
        </Button>
      }
    >
      <Field label={t("versions.note")}>
        <Input autoFocus value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {publish.error && <FormError error={publish.error} />}
    </Dialog>
  );
}
