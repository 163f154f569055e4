import { useMutation } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, errorText, toasts } from "@/ui";
import type { Dataset } from "../queries";
import { uploadFiles } from "./uploading";

const AddDialog = lazy(() => import("./adding/AddDialog"));

type Props = { dataset: Dataset; folder: string };

/** Uploads files, then asks how they become documents; each that fails is named with its reason. */
export function UploadButton({ dataset, folder }: Props) {
  const { t } = useTranslation("datasets");
  const input = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState(0);
  const [fileIds, setFileIds] = useState<string[]>([]);
  const upload = useMutation({
    mutationFn: (files: File[]) => uploadFiles(files, () => setSent((before) => before + 1)),
    onMutate: () => setSent(0),
    onSuccess: ({ ids, failures }) => {
      for (const { name, error } of failures)
        toasts.show({ kind: "error", title: t("upload.failed", { name }), description: errorText(error) });
      setFileIds(ids);
    },
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
      <Suspense>
        {fileIds.length > 0 && (
          <AddDialog dataset={dataset} fileIds={fileIds} folder={folder} onClose={() => setFileIds([])} />
        )}
      </Suspense>
    </>
  );
}
