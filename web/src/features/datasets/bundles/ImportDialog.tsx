import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { apiFetch, errorOf, type Schemas } from "@/api";
import { Button, Dialog, Field, FormError, Input, toasts } from "@/ui";
import { datasetsKey } from "../queries";

/** A new knowledge base from an export. What became of its vectors is said. */
export default function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const bring = useMutation({
    mutationFn: (chosen: File) => imported(chosen, name.trim()),
    onSuccess: async ({ dataset, vectors }) => {
      onClose();
      toasts.show({
        kind: "success",
        title: t("bundle.imported", { name: dataset.name }),
        description: t(`bundle.vectors.${vectors}`),
      });
      await queries.invalidateQueries({ queryKey: datasetsKey });
      await navigate({ to: "/datasets/$datasetId", params: { datasetId: dataset.id } });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("bundle.import")}
      onSubmit={() => file && bring.mutate(file)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={bring.isPending} disabled={file === null}>
            {t("bundle.importAction")}
          </Button>
        </>
      }
    >
      <Field label={t("bundle.file")} hint={t("bundle.fileHint")}>
        <Input
          type="file"
          accept=".zip,application/zip"
          className="py-1.5"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </Field>
      <Field label={t("name")} hint={t("bundle.nameHint")}>
        <Input maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <FormError error={bring.error} />
    </Dialog>
  );
}

async function imported(file: File, name: string): Promise<Schemas["BundleImported"]> {
  const query = name ? `?${new URLSearchParams({ name })}` : "";
  const headers = { "Content-Type": "application/zip" };
  const response = await apiFetch(`/console/api/datasets/import${query}`, { method: "POST", body: file, headers });
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as Schemas["BundleImported"];
}
