import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asApiError, type Schemas } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { isDrawn } from "@/features/apps/modes";
import { useApp } from "@/features/apps/queries";
import { ErrorState, SkeletonRows, useTitle } from "@/ui";
import { Begin } from "./Begin";
import { EditorContext } from "./context";
import { Editor } from "./Editor";
import { editorOf } from "./open";
import { draftQuery, saveOf } from "./queries";
import { EditorStore } from "./store";

/** The app's workflow, drawn and written by hand. */
export function WorkflowPage() {
  const { t } = useTranslation(["workflows", "apps"]);
  const app = useApp();
  useTitle(`${t("editor.title")} · ${app.name}`);
  const drawn = isDrawn(app.mode);
  const found = useQuery({ ...draftQuery(app.id), enabled: drawn });
  if (!drawn) return <p className="p-6 text-muted">{t("apps:otherMode")}</p>;
  if (found.data) return <Opened key={app.id} draft={found.data} />;
  const none = found.isError && asApiError(found.error).code === "draft_workflow_not_exist";
  return (
    <div className="w-full max-w-5xl px-4 py-6 sm:px-8">
      {none ? (
        <Begin />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : (
        <SkeletonRows className="h-24" />
      )}
    </div>
  );
}

function Opened({ draft }: { draft: Schemas["DraftOut"] }) {
  const app = useApp();
  const queries = useQueryClient();
  const { can } = useMember();
  const { node } = useSearch({ from: "/console/apps/$appId/workflow" });
  const [store] = useState(() => {
    const made = editorOf(app.id, () => new EditorStore(app.id, draft, saveOf(app.id, queries), !can("edit")));
    if (node) made.choose([node]);
    return made;
  });
  return (
    <EditorContext value={store}>
      <Editor />
    </EditorContext>
  );
}
