import { useQuery } from "@tanstack/react-query";
import { useMember } from "@/features/accounts/queries";
import { same } from "@/features/apps/configs/config";
import { configQuery } from "@/features/apps/configs/queries";
import { answers, isDrawn } from "@/features/apps/modes";
import { useApp } from "@/features/apps/queries";
import { deletingQuery, draftStateQuery } from "@/features/assets/versions/queries";
import { useBegun } from "@/features/studio/draft";
import { draftHashQuery, publishedQuery } from "@/features/workflows/editor/queries";

export type What = "configuration" | "workflow" | "files" | "both" | "workflowAndFiles" | "nothing";

export const whatOf = (configuration: boolean, files: boolean): What =>
  configuration && files ? "both" : configuration ? "configuration" : files ? "files" : "nothing";

const drawnWhat = (workflow: boolean, files: boolean): What =>
  workflow && files ? "workflowAndFiles" : workflow ? "workflow" : files ? "files" : "nothing";

/** Whether what is drawn is another than what is published; undefined while that is not known. */
function useWorkflowWaits(): boolean | undefined {
  const app = useApp();
  const drawn = isDrawn(app.mode);
  const draft = useQuery({ ...draftHashQuery(app.id), enabled: drawn });
  const published = useQuery({ ...publishedQuery(app.id), enabled: drawn });
  if (!drawn) return false;
  if (draft.isLoading || published.isLoading) return undefined;
  return draft.data !== null && draft.data !== published.data?.hash;
}

/** What of the app waits to be published; undefined while that is not known. */
export function useWaiting(): What | undefined {
  const app = useApp();
  const { profile } = useMember();
  const begun = useBegun(profile.id, app.id);
  const answering = answers(app.mode);
  const workflow = useWorkflowWaits();
  const published = useQuery({ ...configQuery(app.id), enabled: answering && begun !== null });
  const changed = begun !== null && (published.data ? !same(begun, published.data) : published.isError);
  const { data: deleting = 0 } = useQuery(deletingQuery(app.id));
  // Asked while something is being deleted, it would send the deletions and end their Undo.
  const files = useQuery({ ...draftStateQuery(app.id), enabled: deleting === 0 });
  if (workflow === undefined || published.isLoading || (!files.data && !files.isError && deleting === 0))
    return undefined;
  const configuration = answering && (app.model_config === null || changed);
  // Where it cannot be found out, the dialog says why.
  const filesWait = files.isError || deleting > 0 || (files.data?.changes ?? 0) > 0;
  return isDrawn(app.mode) ? drawnWhat(workflow, filesWait) : whatOf(configuration, filesWait);
}
