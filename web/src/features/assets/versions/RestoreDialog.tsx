import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, asApiError, call } from "@/api";
import { Button, Dialog, FormError, QueryView, SkeletonRows, toasts } from "@/ui";
import { explorerOf } from "../explorer/store";
import { assetsKey } from "../queries";
import { DiffList } from "./diff/DiffList";
import { countOf } from "./diff/model";
import { diffQuery, newestQuery } from "./queries";

type Props = { appId: string; number: number; onClose: () => void };

/** Shows what the draft gets and loses, then makes it equal to a version. */
export default function RestoreDialog({ appId, number, onClose }: Props) {
  const { t } = useTranslation("assets");
  const queries = useQueryClient();
  const compared = useQuery(diffQuery(appId, "draft", number));
  const restore = useMutation({
    mutationFn: () => {
      const params = { path: { app_id: appId, version: String(number) } };
      const headers = { "If-Match": `"${compared.data?.revision}"` };
      return call(api.POST("/console/api/apps/{app_id}/assets/versions/{version}/restore", { params, headers }));
    },
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("versions.done.restore", { number }) });
      void explorerOf(appId).load();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: assetsKey(appId) }),
  });
  const nothing = compared.data !== undefined && countOf(compared.data.diff) === 0;
  const stale = restore.error && asApiError(restore.error).status === 412;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("versions.restoring.title", { number })}
      description={t("versions.restoring.what", { number })}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            look="danger"
            disabled={!compared.data || nothing}
            busy={restore.isPending}
            onClick={() => restore.mutate()}
          >
            {t("versions.restoring.action")}
          </Button>
        </>
      }
    >
      <QueryView query={compared} skeleton={<SkeletonRows rows={4} className="h-6" />}>
        {({ diff }) =>
          nothing ? (
            <p className="text-muted">{t("versions.restoring.nothing", { number })}</p>
          ) : (
            <>
              <Lost appId={appId} />
              <p className="font-medium">{t("versions.restoring.changes")}</p>
              <DiffList appId={appId} before="draft" after={number} diff={diff} />
            </>
          )
        }
      </QueryView>
      {stale ? (
        <p role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-warn-ink">
          {t("versions.restoring.stale")}
        </p>
      ) : (
        <FormError error={restore.error} />
      )}
    </Dialog>
  );
}

/** Changes of the draft that no version holds go with it. */
function Lost({ appId }: { appId: string }) {
  const { t } = useTranslation("assets");
  const newest = useQuery(newestQuery(appId)).data?.number ?? null;
  const { data } = useQuery({ ...diffQuery(appId, newest, "draft"), enabled: newest !== null });
  const count = data ? countOf(data.diff) : 0;
  if (count === 0) return null;
  return <p className="rounded-md bg-warn-soft px-3 py-2 text-warn-ink">{t("versions.restoring.lost", { count })}</p>;
}
