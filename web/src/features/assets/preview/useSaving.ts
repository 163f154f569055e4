import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, asApiError, call } from "@/api";
import { errorText, toasts } from "@/ui";
import { useExplorer } from "../explorer/store";
import { unsaved } from "./buffers";
import { readText, textQuery } from "./queries";

export type Theirs = { content: string; sha256: string | null };

/** Saving one file: only over the content that was edited; `theirs` is what stands there instead. */
export function useSaving(id: string) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const queries = useQueryClient();
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const save = useMutation({
    mutationFn: async ({ text, over }: { text: string; over: string | null }) => {
      const params = { path: { app_id: store.appId, node_id: id } };
      const headers: HeadersInit = over ? { "If-Match": `"${over}"` } : {};
      const body = { content: text };
      return store.change(async () => {
        const answer = await api.PUT("/console/api/apps/{app_id}/assets/files/{node_id}", { params, headers, body });
        const node = await call(Promise.resolve(answer));
        store.revised(answer.response.headers.get("X-Tree-Revision"));
        return node;
      });
    },
    onSuccess: (node, { text }) => {
      queries.setQueryData(textQuery(store.appId, id, node.sha256).queryKey, {
        content: text,
        sha256: node.sha256 ?? "",
        size: node.size,
      });
      const now = unsaved.get(id);
      if (now && now.text !== text) unsaved.set(id, { ...now, sha256: node.sha256 });
      else unsaved.drop(id);
      const known = store.model.get(id);
      if (known) store.model.put({ ...known, size: node.size, sha256: node.sha256, status: node.status });
      store.changed();
    },
    onError: async (error) => {
      const { status, code } = asApiError(error);
      if (status === 412) {
        const found = await readText(store.appId, id).catch(() => null);
        if (found) return setTheirs({ content: found.content, sha256: found.sha256 });
      }
      toasts.show({ kind: "error", title: t("editor.saveFailed"), description: `${errorText(error)} (${code})` });
    },
  });
  return { save, theirs, close: () => setTheirs(null) };
}
