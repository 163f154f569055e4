import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, errorText, toasts } from "@/ui";
import { datasetsKey } from "../queries";
import { uploadDocuments } from "./uploading";

/** Adds files as documents; each that fails is named with its reason. */
export function UploadButton({ datasetId }: { datasetId: string }) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState(0);
  const upload = useMutation({
    mutationFn: (files: File[]) => uploadDocuments(datasetId, files, () => setSent((before) => before + 1)),
    onMutate: () => setSent(0),
    onSuccess: ({ added, failures }) => {
      if (added > 0) toasts.show({ kind: "success", title: t("upload.added", { count: added }) });
      for (const { name, error } of failures)
        toasts.show({ kind: "error", title: t("upload.failed", { name }), description: errorText(error) });
      return queries.invalidateQueries({ queryKey: datasetsKey });
    },
    onError: (error) => toasts.show({ kind: "error", title: t("upload.failedAll"), description: errorText(error) }),
  });
  const total = upload.variables?.length ?? 0;
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("upload.action")}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same files can be chosen once more.
          event.target.value = "";
          if (files.length > 0) upload.mutate(files);
        }}
      />
      <Button
        look="primary"
        icon={<Upload aria-hidden size={16} />}
        busy={upload.isPending}
        onClick={() => input.current?.click()}
      >
        {upload.isPending ? t("upload.sending", { sent, total }) : t("upload.action")}
      </Button>
    </>
  );
}
