import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { ConfirmDialog, Field, FormError, Input, toasts } from "@/ui";
import type { App } from "./queries";

type Props = { app: App; onClose: () => void; onDeleted?: () => void };

/** Deleting cannot be undone: whoever does it types the app's name. */
export default function DeleteAppDialog({ app, onClose, onDeleted }: Props) {
  const { t } = useTranslation("apps");
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const remove = useMutation({
    mutationFn: () => call(api.DELETE("/console/api/apps/{app_id}", { params: { path: { app_id: app.id } } })),
    onSuccess: async () => {
      onClose();
      onDeleted?.();
      toasts.show({ kind: "success", title: t("apps.deleted", { name: app.name }) });
      await queries.invalidateQueries({ queryKey: ["apps"] });
    },
  });
  const confirm = () => {
    if (typed.trim() !== app.name.trim()) setWrong(true);
    else if (!remove.isPending) remove.mutate();
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("apps.deleteTitle", { name: app.name })}
      description={t("apps.deleteWhat")}
      action={t("apps.delete")}
      busy={remove.isPending}
      onConfirm={confirm}
    >
      <Field label={t("apps.deleteType", { name: app.name })} error={wrong ? t("apps.deleteMistyped") : undefined}>
        <Input
          value={typed}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
          onKeyDown={(event) => event.key === "Enter" && confirm()}
        />
      </Field>
      <FormError error={remove.error} />
    </ConfirmDialog>
  );
}
