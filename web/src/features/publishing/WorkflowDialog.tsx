import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, asApiError, call } from "@/api";
import { appQuery, useApp } from "@/features/apps/queries";
import { assetsKey } from "@/features/assets/queries";
import { draftStateQuery } from "@/features/assets/versions/queries";
import { flushed } from "@/features/workflows/editor/open";
import { readDraft, readPublished, workflowKey } from "@/features/workflows/editor/queries";
import type { Content } from "@/features/workflows/versions/diff";
import { contentOf, versionsKey } from "@/features/workflows/versions/queries";
import { Button, Dialog, Field, FormError, Input, QueryView, SkeletonRows, toasts } from "@/ui";

const ContentChanges = lazy(() =>
  import("@/features/workflows/versions/ContentChanges").then((module) => ({ default: module.ContentChanges })),
);

const NOTHING: Content = {
  graph: { nodes: [], edges: [] },
  features: {},
  environment_variables: [],
  conversation_variables: [],
};

const comparedKey = (appId: string) => [...workflowKey(appId), "compared"];

/** Shows what is drawn otherwise than what is live, then publishes it together with the files as they are. */
export function WorkflowDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("publishing");
  const app = useApp();
  const [marks, setMarks] = useState({ marked_name: "", marked_comment: "" });
  const compared = useQuery({
    queryKey: comparedKey(app.id),
    queryFn: async () => {
      await flushed(app.id);
      const [draft, published] = await Promise.all([readDraft(app.id), readPublished(app.id)]);
      const before = published ? contentOf(published) : NOTHING;
      return { before, after: contentOf(draft), hash: draft.hash, first: !published };
    },
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  const files = useQuery(draftStateQuery(app.id));
  const publish = usePublishWorkflow(app.id, onClose);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("title")}
      description={t("what")}
      onSubmit={() => compared.data && !publish.isPending && publish.mutate({ ...marks, hash: compared.data.hash })}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!compared.data} busy={publish.isPending}>
            {t("title")}
          </Button>
        </>
      }
    >
      <Field label={t("version.name")} hint={t("version.nameHint")}>
        <Input
          autoFocus
          maxLength={20}
          value={marks.marked_name}
          onChange={(event) => setMarks({ ...marks, marked_name: event.target.value })}
        />
      </Field>
      <Field label={t("version.comment")}>
        <Input
          maxLength={100}
          value={marks.marked_comment}
          onChange={(event) => setMarks({ ...marks, marked_comment: event.target.value })}
        />
      </Field>
      {(files.data?.changes ?? 0) > 0 && <p className="text-muted">{t("withFiles", { count: files.data!.changes })}</p>}
      <Rejected error={publish.error} appId={app.id} onClose={onClose} />
      <QueryView query={compared} skeleton={<SkeletonRows rows={4} className="h-6" />}>
        {({ before, after, first }) => (
          <>
            {first && <p className="text-muted">{t("neverWorkflow")}</p>}
            <Suspense fallback={<SkeletonRows rows={4} className="h-6" />}>
              <ContentChanges before={before} after={after} />
            </Suspense>
          </>
        )}
      </QueryView>
    </Dialog>
  );
}

function usePublishWorkflow(appId: string, onDone: () => void) {
  const { t } = useTranslation("publishing");
  const queries = useQueryClient();
  return useMutation({
    // `hash`: of the draft whose changes were shown. Nothing goes live that whoever publishes hasn't seen.
    mutationFn: async (body: { marked_name: string; marked_comment: string; hash: string }) => {
      await flushed(appId);
      const params = { path: { app_id: appId } };
      await call(api.POST("/console/api/apps/{app_id}/workflows/publish", { params, body }));
    },
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: versionsKey(appId) });
      void queries.invalidateQueries({ queryKey: assetsKey(appId) });
      void queries.invalidateQueries({ queryKey: appQuery(appId).queryKey, exact: true });
      await queries.invalidateQueries({ queryKey: [...workflowKey(appId), "published"] });
      toasts.show({ kind: "success", title: t("workflowDone") });
      onDone();
    },
    // What there is now is shown.
    onError: async (error) => {
      if (isChanged(error)) await queries.refetchQueries({ queryKey: comparedKey(appId) });
    },
  });
}

const isChanged = (error: unknown) => asApiError(error).code === "draft_workflow_not_sync";

/** What keeps it from going live, each with the way to its node. */
function Rejected({ error, appId, onClose }: { error: unknown; appId: string; onClose: () => void }) {
  const { t } = useTranslation("publishing");
  if (!error) return null;
  if (isChanged(error))
    return (
      <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger-ink">
        {t("draftChanged")}
      </p>
    );
  const { code, details } = asApiError(error);
  if (code !== "invalid_graph" || details.length === 0) return <FormError error={error} />;
  return (
    <div role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger-ink">
      <p>{t("invalid")}</p>
      <ul className="mt-1 list-disc pl-4 text-sm">
        {details.map(({ path, message, node }) => (
          <li key={`${path} ${message}`}>
            {typeof node === "string" && node ? (
              <Link
                to="/apps/$appId/workflow"
                params={{ appId }}
                search={{ node }}
                className="rounded underline"
                onClick={onClose}
              >
                {message}
              </Link>
            ) : (
              message
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
