import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, asApiError, call } from "@/api";
import { Button, Checkbox, Dialog, ErrorState, Field, FormError, Input, SkeletonRows, toasts } from "@/ui";
import { assetsKey } from "../queries";
import { DiffList } from "./diff/DiffList";
import { countOf } from "./diff/model";
import { type Compared, diffQuery, draftQuery, newestQuery, type Version } from "./queries";

/** Shows what has changed, then keeps exactly that draft as a version. */
export function PublishDialog({ appId, onClose }: { appId: string; onClose: () => void }) {
  const { t } = useTranslation("assets");
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const [activate, setActivate] = useState(true);
  const newest = useQuery({ ...newestQuery(appId), staleTime: 0 });
  const last = newest.data?.number ?? null;
  const draft = useQuery({ ...draftQuery(appId), enabled: newest.data === null });
  const compared = useQuery({ ...diffQuery(appId, last, "draft"), enabled: last !== null });
  const seen = last === null ? draft : compared;
  const publish = useMutation({
    mutationFn: async () => {
      const params = { path: { app_id: appId } };
      const headers = { "If-Match": `"${seen.data?.revision}"` };
      const made = await call(
        api.POST("/console/api/apps/{app_id}/assets/versions", { params, headers, body: { note } }),
      );
      const active = activate && (await activated(appId, made));
      return { number: made.number, say: active ? "publishActive" : activate ? "publishInactive" : "publish" } as const;
    },
    onSuccess: ({ number, say }) => {
      onClose();
      const kind = say === "publishInactive" ? "error" : "success";
      toasts.show({ kind, title: t(`versions.done.${say}`, { number }) });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: assetsKey(appId) }),
  });
  const failed = newest.error ?? seen.error;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("versions.publishing.title")}
      description={t("versions.what")}
      onSubmit={() => seen.data && !publish.isPending && publish.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!seen.data} busy={publish.isPending}>
            {t("versions.publishing.action")}
          </Button>
        </>
      }
    >
      <Field label={t("versions.publishing.note")} hint={t("versions.publishing.noteHint")}>
        <Input autoFocus maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <Checkbox
        label={t("versions.publishing.activate")}
        checked={activate}
        onChange={(event) => setActivate(event.target.checked)}
      />
      {failed ? (
        <ErrorState error={failed} onRetry={() => void (newest.error ? newest.refetch() : seen.refetch())} />
      ) : seen.data ? (
        <Changes appId={appId} last={last} compared={compared.data} empty={draft.data?.count === 0} />
      ) : (
        <SkeletonRows rows={4} className="h-6" />
      )}
      <Refusal error={publish.error} />
    </Dialog>
  );
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

type ChangesProps = { appId: string; last: number | null; compared: Compared | undefined; empty: boolean };

function Changes({ appId, last, compared, empty }: ChangesProps) {
  const { t } = useTranslation("assets");
  if (last === null) {
    return <p className="text-muted">{t(empty ? "versions.publishing.firstEmpty" : "versions.publishing.first")}</p>;
  }
  if (!compared) return null;
  if (countOf(compared.diff) === 0) {
    return <p className="text-muted">{t("versions.publishing.nothing", { number: last })}</p>;
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium">{t("versions.publishing.since", { number: last })}</p>
      <DiffList appId={appId} before={last} after="draft" diff={compared.diff} />
    </div>
  );
}

/** A draft that changed is shown as it is now; of files that have not arrived, each is named. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation("assets");
  if (!error) return null;
  const { status, details } = asApiError(error);
  if (status === 412) {
    return (
      <p role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-warn-ink">
        {t("versions.publishing.stale")}
      </p>
    );
  }
  if (status !== 409 || details.length === 0) return <FormError error={error} />;
  return (
    <div role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger-ink">
      <p>{t("versions.publishing.pending", { count: details.length })}</p>
      <ul className="mt-1 max-h-32 overflow-y-auto font-mono text-xs break-all">
        {details.map(({ path }) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
    </div>
  );
}
