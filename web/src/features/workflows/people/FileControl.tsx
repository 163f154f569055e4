import { Paperclip, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton, useErrorText } from "@/ui";
import { type FormField, fileKind, type GivenFile } from "./fields";
import type { Upload } from "./queries";

type Props = {
  field: FormField;
  many: boolean;
  files: GivenFile[];
  error?: string;
  upload: Upload;
  onChange: (files: GivenFile[]) => void;
  onUploading: (more: number) => void;
};

/** A field for files: each is uploaded as soon as it has been chosen. */
export function FileControl({ field, many, files, error, upload, onChange, onUploading }: Props) {
  const { t } = useTranslation("workflows");
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const wrong = useErrorText(failure) || error;
  const add = async (chosen: File[]) => {
    setBusy(true);
    setFailure(null);
    onUploading(1);
    const added: GivenFile[] = [];
    try {
      for (const file of chosen) {
        const { id, mime_type, name } = await upload(file);
        added.push({ type: fileKind(mime_type), transfer_method: "local_file", upload_file_id: id, name });
      }
    } catch (error) {
      setFailure(error);
    }
    if (added.length > 0) onChange([...files, ...added]);
    setBusy(false);
    onUploading(-1);
  };
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="text-sm font-medium">{field.required ? `${field.label} *` : field.label}</legend>
      {files.map((file) => (
        <div key={file.upload_file_id} className="flex items-center gap-2 text-sm">
          <Paperclip aria-hidden size={14} className="shrink-0 text-muted" />
          <span className="min-w-0 truncate">{file.name}</span>
          <IconButton
            size="small"
            label={t("people.remove", { name: file.name })}
            icon={<X aria-hidden size={14} />}
            onClick={() => onChange(files.filter((each) => each !== file))}
          />
        </div>
      ))}
      <input
        ref={input}
        type="file"
        hidden
        multiple={many}
        aria-label={field.label}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          // The same file may be chosen again.
          event.target.value = "";
          if (chosen.length > 0) void add(chosen);
        }}
      />
      <Button size="small" className="self-start" busy={busy} onClick={() => input.current?.click()}>
        {t(busy ? "people.uploading" : many ? "people.addFiles" : "people.chooseFile")}
      </Button>
      {wrong && (
        <p role="alert" className="text-xs text-danger-ink">
          {wrong}
        </p>
      )}
    </fieldset>
  );
}
