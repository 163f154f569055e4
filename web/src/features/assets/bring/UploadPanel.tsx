import { useTranslation } from "react-i18next";
import { Button, duration, Progress, useErrorText } from "@/ui";
import { bytes } from "../bytes";
import { dismiss, isRunning, type Upload, useUploads } from "./uploads";

export function UploadPanel({ appId }: { appId: string }) {
  const { t } = useTranslation("assets");
  const uploads = useUploads(appId);
  if (uploads.length === 0) return null;
  return (
    <section aria-label={t("upload.panel")} className="flex max-h-60 flex-col overflow-y-auto border-t border-line">
      {uploads.map((upload) => (
        <UploadRow key={upload.id} upload={upload} />
      ))}
    </section>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useTranslation("assets");
  const error = useErrorText(upload.error);
  const running = isRunning(upload);
  const left = upload.rate > 0 ? (upload.bytes - upload.bytesDone) / upload.rate : null;
  const reading = upload.phase === "preparing";
  const part = reading ? upload.filesRead / upload.files : upload.bytesDone / upload.bytes;
  const label = t(reading ? "upload.read" : "upload.progress", {
    done: (reading ? upload.filesRead : upload.filesDone).toLocaleString(),
    files: upload.files.toLocaleString(),
    bytes: bytes(upload.bytesDone),
    of: bytes(upload.bytes),
  });
  return (
    <div className="flex flex-col gap-1.5 border-b border-line px-3 py-2 text-xs last:border-b-0">
      <div className="flex items-center justify-between gap-2">
        <span role="status" className="font-medium">
          {upload.waiting && running
            ? t("upload.waiting")
            : t(`upload.phases.${upload.phase}`, { count: upload.files })}
        </span>
        <span className="flex gap-1">
          {(upload.phase === "failed" || upload.phase === "cancelled") && (
            <Button size="small" onClick={upload.again}>
              {t("upload.goOn")}
            </Button>
          )}
          <Button size="small" look="ghost" onClick={running ? upload.cancel : () => dismiss(upload.id)}>
            {t(running ? "cancel" : "close")}
          </Button>
        </span>
      </div>
      <Progress value={Number.isNaN(part) ? (running ? 0 : 1) : part} label={label} />
      <div className="flex flex-wrap justify-between gap-x-3 text-muted tabular-nums">
        <span>{label}</span>
        {upload.phase === "sending" && left !== null && !upload.waiting && (
          <span>{t("upload.rate", { rate: bytes(upload.rate), left: duration(left) })}</span>
        )}
        {upload.phase === "done" && upload.unchanged > 0 && (
          <span>{t("upload.unchanged", { count: upload.unchanged })}</span>
        )}
      </div>
      {upload.phase === "failed" && (
        <p role="alert" className="text-danger-ink">
          {error}
        </p>
      )}
    </div>
  );
}
