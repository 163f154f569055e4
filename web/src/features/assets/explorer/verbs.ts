import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { apiFetch, download, errorOf } from "@/api";
import { copyText, toasts } from "@/ui";
import { remove, settleDeletes } from "./deletes";
import { rename } from "./naming";
import { refused } from "./refused";
import * as requests from "./requests";
import { type ExplorerStore, useExplorer } from "./store";

export type Verbs = ReturnType<typeof verbsOf>;

/** What can be done with nodes, by menu, keys and buttons alike. */
export function useVerbs(): Verbs {
  const store = useExplorer();
  const { t } = useTranslation("assets");
  return useMemo(() => verbsOf(store, t as never), [store, t]);
}

/** By one request that names them all: an address would be too long for them. */
async function downloadMany(store: ExplorerStore, failed: string, ids: string[]): Promise<void> {
  try {
    const path = `/console/api/apps/${store.appId}/assets/archive`;
    const headers = { "Content-Type": "application/json" };
    const response = await apiFetch(path, { method: "POST", headers, body: JSON.stringify({ ids }) });
    if (!response.ok) throw await errorOf(response);
    const url = URL.createObjectURL(await response.blob());
    const link = document.createElement("a");
    const [, name] = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "") ?? [];
    Object.assign(link, { href: url, download: decodeURIComponent(name ?? "files.zip") }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (error) {
    refused(store, failed, error);
  }
}

type Words = (key: string, values?: Record<string, unknown>) => string;

function verbsOf(store: ExplorerStore, t: Words) {
  const say = (key: string) => t(`explorer.${key}`);
  const removed = (ids: string[]) => {
    const { folders, files } = store.model.sum(ids);
    const name = store.model.get(ids[0] ?? null)?.name ?? "";
    if (folders + files === 1) return t("explorer.deletedOne", { name });
    const counts = [
      folders > 0 && t("explorer.folders", { count: folders }),
      files > 0 && t("explorer.files", { count: files }),
    ];
    return t("explorer.deletedMany", { what: counts.filter(Boolean).join(", ") });
  };
  const move = async (ids: string[], parent: string | null, after?: string | null) => {
    const before = await requests.move(store, say, ids, parent, after);
    const moved = before.flatMap((place) => place.ids);
    if (moved.length === 0) return;
    const name = store.model.get(moved[0] ?? null)?.name ?? "";
    toasts.show({
      title: t("explorer.moved", { count: moved.length, name, path: store.model.path(parent) }),
      lasts: 8_000,
      action: {
        label: say("undo"),
        onClick: async () => {
          for (const place of before) await requests.move(store, say, place.ids, place.parent, place.after);
          store.select(moved[0] ?? null);
        },
      },
    });
  };
  return {
    rename: (id: string, typed: string) => rename(store, (key, values) => t(`explorer.${key}`, values), id, typed),
    move,
    /** Ask for the folder. */
    moveTo: (ids: string[]) => store.set({ moving: ids }),
    copy: (ids: string[], parent: string | null) => requests.copy(store, say, ids, parent),
    duplicate: (ids: string[]) => requests.copy(store, say, ids, store.model.get(ids[0] ?? null)?.parent_id ?? null),
    create: (kind: "file" | "folder", parent: string | null) =>
      requests.create(store, say, kind, parent, say(kind === "file" ? "newFileName" : "newFolderName")),
    remove: (ids: string[]) =>
      remove(store, ids, {
        title: removed(store.model.outermost(ids)),
        undo: say("undo"),
        failed: say("deleteFailed"),
      }),
    /** Up or down among its siblings. */
    shift: (id: string, by: -1 | 1) => {
      const parent = store.model.get(id)?.parent_id ?? null;
      const siblings = store.model.children(parent);
      const at = siblings.indexOf(id);
      if (at + by < 0 || at + by >= siblings.length) return;
      const after = by === 1 ? siblings[at + 1] : (siblings[at - 2] ?? null);
      return requests.move(store, say, [id], parent, after);
    },
    download: async (ids: string[]) => {
      if (ids.length > 1) return downloadMany(store, say("downloadFailed"), ids);
      const [id = null] = ids;
      // A link passes no gate.
      await settleDeletes();
      const assets = `/console/api/apps/${store.appId}/assets`;
      const file = store.model.get(id)?.node_type === "file";
      const path = file ? `${assets}/files/${id}/raw` : `${assets}/archive${id ? `?node_id=${id}` : ""}`;
      const name = file ? (store.model.get(id)?.name ?? "") : "";
      await download(path, name).catch((error) => refused(store, say("downloadFailed"), error));
    },
    copyPath: async (ids: string[]) => {
      const done = await copyText(ids.map((id) => store.model.path(id)).join("\n"));
      toasts.show({ kind: done ? "success" : "error", title: done ? say("pathCopied") : t("copyFailed") });
    },
    paste: async (parent: string | null) => {
      const held = store.clipboard;
      if (!held) return;
      if (held.verb === "copy") return requests.copy(store, say, held.ids, parent);
      store.set({ clipboard: null });
      return move(held.ids, parent);
    },
  };
}
