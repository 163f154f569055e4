import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { Button, Dialog, Field, FormError, Input } from "@/ui";
import { ImportReport } from "./ImportReport";
import { confirmImport, importInto } from "./importing";

type Props = {
  onClose: () => void;
  /** Before the file is sent: what is not saved yet would come on top of it. */
  before?: () => Promise<void>;
  /** The draft is another one now. */
  onDone?: () => Promise<void>;
};

/** A file takes the place of this app's draft; then its report is shown. */
export default function ImportDialog({ onClose, before, onDone }: Props) {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const [file, setFile] = useState<File | null>(null);
  const bring = useMutation({
    mutationFn: async (confirmed: string | null) => {
      await before?.();
      const done = confirmed ? await confirmImport(confirmed) : await importInto(app, await file!.text());
      if (done.status.startsWith("completed")) await onDone?.();
      return done;
    },
  });
  const done = bring.data;
  const completed = done?.status.startsWith("completed") === true;
  const waits = done?.status === "pending" ? done.id : null;
  const close = <Button onClick={onClose}>{t(completed ? "close" : "cancel")}</Button>;
  const send = (
    <Button type="submit" look="primary" busy={bring.isPending} disabled={file === null}>
      {t(waits ? "import.anyway" : "import.action")}
    </Button>
  );
  return (
    <Dialog
      open
      wide={done !== undefined}
      onClose={onClose}
      title={t("import.title")}
      description={completed ? undefined : t("import.what")}
      onSubmit={completed ? onClose : () => file && bring.mutate(waits)}
      footer={
        <>
          {close}
          {!completed && send}
        </>
      }
    >
      {!completed && (
        <Field label={t("import.file")}>
          <Input
            type="file"
            accept=".yml,.yaml"
            className="py-1.5"
            onChange={(event) => {
              bring.reset();
              setFile(event.target.files?.[0] ?? null);
            }}
          />
        </Field>
      )}
      {done && <ImportReport done={done} />}
      <FormError error={bring.error} />
    </Dialog>
  );
}
