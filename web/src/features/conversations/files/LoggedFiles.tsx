import { useMutation, useQuery } from "@tanstack/react-query";
import { Download, ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { apiFetch, errorOf, type Schemas } from "@/api";
import { bytes } from "@/features/assets/bytes";
import { errorText, IconButton, toasts } from "@/ui";
import { FileChip } from "./FileChip";

type LoggedFile = Schemas["FileOut"];
type Props = { appId: string; file: LoggedFile };

/** Files that came with a question, as its app's team finds them in the logs. */
export function LoggedFiles({ appId, files }: { appId: string; files: LoggedFile[] }) {
  const { t } = useTranslation(["conversations", "apps"]);
  if (files.length === 0) return null;
  return (
    <ul aria-label={t("attach.list")} className="ml-8 flex flex-wrap justify-end gap-2">
      {files.map((file) => (
        <li key={file.id} className="max-w-full min-w-0">
          {file.transfer_method === "remote_url" ? (
            <Remote file={file} />
          ) : file.upload_file_id ? (
            <Uploaded appId={appId} file={file} />
          ) : (
            <FileChip name={t(`apps:fileKinds.${file.type as "image"}`)} note={t("attach.gone")} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** It is fetched only when somebody opens it: where it lies would learn who reads the logs. */
function Remote({ file }: { file: LoggedFile }) {
  const { t } = useTranslation(["conversations", "apps"]);
  const url = file.url ?? "";
  return (
    <FileChip name={url.split("/").pop() || url} note={url}>
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        aria-label={t("attach.open", { name: url })}
        className="shrink-0 rounded-md p-1.5 hover:bg-hover"
      >
        <ExternalLink aria-hidden size={14} />
      </a>
    </FileChip>
  );
}

/** Larger pictures are not fetched to be shown small. */
const MOST_SHOWN = 10 * 1024 ** 2;

function Uploaded({ appId, file }: Props) {
  const { t } = useTranslation(["conversations", "apps"]);
  const name = file.filename ?? "";
  const isShown = Boolean(file.mime_type?.startsWith("image/")) && (file.size ?? 0) <= MOST_SHOWN;
  const image = useQuery({
    queryKey: ["app", appId, "message file", file.id],
    queryFn: () => bytesOf(appId, file),
    enabled: isShown,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  });
  const download = useMutation({
    mutationFn: async () => image.data ?? bytesOf(appId, file),
    onSuccess: (blob) => save(blob, name),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  return (
    <FileChip name={name} note={bytes(file.size ?? 0)} image={image.data}>
      <IconButton
        size="small"
        label={t("attach.download", { name })}
        icon={<Download aria-hidden size={14} />}
        busy={download.isPending}
        onClick={() => download.mutate()}
      />
    </FileChip>
  );
}

async function bytesOf(appId: string, file: LoggedFile): Promise<Blob> {
  const response = await apiFetch(`/console/api/apps/${appId}/message-files/${file.id}`);
  if (!response.ok) throw await errorOf(response);
  return new Blob([await response.arrayBuffer()], { type: file.mime_type ?? "" });
}

function save(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
