import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { type Config, written } from "@/features/apps/configs/config";
import { configQuery, keptQuery } from "@/features/apps/configs/queries";
import { appQuery, useApp } from "@/features/apps/queries";
import { assetsKey } from "@/features/assets/queries";
import type { Version } from "@/features/assets/versions/queries";
import type { Draft } from "@/features/studio/draft";
import { toasts } from "@/ui";
import type { FilesState } from "./FilesPart";

type Chosen = { configuration: boolean; files: boolean };
export type Rejected = { part: keyof Chosen; error: unknown };

class PartRejected extends Error {
  constructor(readonly rejected: Rejected) {
    super(rejected.part);
  }
}

/** One after the other: what was published before a part was rejected stays published, and is said. */
export function usePublish({ draft, files, onDone }: { draft: Draft; files: FilesState; onDone: () => void }) {
  const app = useApp();
  const config = usePublishConfig(app.id, draft);
  const version = usePublishFiles(app.id, files);
  const publish = useMutation({
    mutationFn: async (chosen: Chosen) => {
      const run = async (part: keyof Chosen, act: () => Promise<void>) => {
        if (!chosen[part]) return;
        try {
          await act();
        } catch (error) {
          throw new PartRejected({ part, error });
        }
      };
      await run("configuration", () => config(draft.config));
      await run("files", version);
    },
    onSuccess: onDone,
  });
  return { publish, rejected: publish.error instanceof PartRejected ? publish.error.rejected : null };
}

function usePublishConfig(appId: string, draft: Draft) {
  const { t } = useTranslation("publishing");
  const queries = useQueryClient();
  return async (config: Config) => {
    const params = { path: { app_id: appId } };
    await call(api.POST("/console/api/apps/{app_id}/model-config", { params, body: written(config) }));
    void queries.invalidateQueries({ queryKey: keptQuery(appId).queryKey });
    const [published] = await Promise.all([
      // What was sent is published, whether or not it can be read back now.
      queries.fetchQuery({ ...configQuery(appId), staleTime: 0 }).catch(() => config),
      queries.invalidateQueries({ queryKey: appQuery(appId).queryKey, exact: true }),
    ]);
    draft.settle(config, published);
    toasts.show({ kind: "success", title: t("done") });
  };
}

function usePublishFiles(appId: string, { seen, note, activate }: FilesState) {
  const { t } = useTranslation("assets");
  const queries = useQueryClient();
  return async () => {
    try {
      const params = { path: { app_id: appId } };
      // Only the draft that is shown.
      const headers = { "If-Match": `"${seen?.revision}"` };
      const made = await call(
        api.POST("/console/api/apps/{app_id}/assets/versions", { params, headers, body: { note } }),
      );
      const active = activate && (await activated(appId, made));
      const done = active ? "publishActive" : activate ? "publishInactive" : "publish";
      const kind = done === "publishInactive" ? "error" : "success";
      toasts.show({ kind, title: t(`versions.done.${done}`, { number: made.number }) });
    } finally {
      void queries.invalidateQueries({ queryKey: assetsKey(appId) });
    }
  };
}

async function activated(appId: string, version: Version): Promise<boolean> {
  const params = { path: { app_id: appId, version: String(version.number) } };
  try {
    await call(api.POST("/console/api/apps/{app_id}/assets/versions/{version}/activate", { params }));
    return true;
  } catch {
    return false;
  }
}
