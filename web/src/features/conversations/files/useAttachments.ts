import { queryOptions, useQuery } from "@tanstack/react-query";
import { type ClipboardEvent, type DragEvent, useEffect, useState, useSyncExternalStore } from "react";
import { api, call } from "@/api";
import type { FileUpload } from "@/features/apps/configs/config";
import { fileRules } from "@/features/apps/configs/fileUpload";
import { errorText, toasts } from "@/ui";
import { Attachments } from "./attachments";
import { takesUploads } from "./picking";

const limitsQuery = queryOptions({
  queryKey: ["upload limits"],
  queryFn: () => call(api.GET("/console/api/files/upload")),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The files of the next question, as far as the config takes any. */
export function useAttachments(upload: FileUpload) {
  const [attachments] = useState(() => new Attachments());
  useSyncExternalStore(attachments.subscribe, attachments.read);
  useEffect(() => () => attachments.clear(), [attachments]);
  const rules = fileRules(upload);
  const taken = takesUploads(rules);
  const limits = useQuery({ ...limitsQuery, enabled: taken });
  useEffect(() => {
    if (!taken) attachments.clear();
  }, [taken, attachments]);
  const add = async (files: File[]) => {
    if (files.length === 0) return;
    const known = limits.data ?? (await limits.refetch()).data;
    if (known) attachments.add(files, rules, known);
    else toasts.show({ kind: "error", title: errorText(limits.error) });
  };
  /** For whatever files are dropped on or pasted into; other things are left to the browser. */
  const targets = {
    onPaste: (event: ClipboardEvent) => {
      const files = [...event.clipboardData.files];
      if (files.length === 0) return;
      event.preventDefault();
      void add(files);
    },
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes("Files")) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      void add([...event.dataTransfer.files]);
    },
  };
  return { attachments, rules, taken, add, targets: taken ? targets : {} };
}
