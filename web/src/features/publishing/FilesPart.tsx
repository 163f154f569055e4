import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/api";
import { DiffList } from "@/features/assets/versions/diff/DiffList";
import { countOf } from "@/features/assets/versions/diff/model";
import { diffQuery, draftQuery, newestQuery } from "@/features/assets/versions/queries";
import { Checkbox, ErrorState, Field, FormError, Input, SkeletonRows } from "@/ui";

/** The draft as it is compared, and what is to be said of its version. */
export function useFilesPart(appId: string) {
  const [note, setNote] = useState("");
  const [activate, setActivate] = useState(true);
  const newest = useQuery({ ...newestQuery(appId), staleTime: 0 });
  const last = newest.data?.number ?? null;
  const draft = useQuery({ ...draftQuery(appId), enabled: newest.data === null });
  const compared = useQuery({ ...diffQuery(appId, last, "draft"), enabled: last !== null });
  const asked = last === null ? draft : compared;
  const count = compared.data ? countOf(compared.data.diff) : (draft.data?.count ?? 0);
  const error = newest.error ?? asked.error;
  return {
    appId,
    last,
    diff: compared.data?.diff,
    seen: asked.data,
    changed: asked.data !== undefined && count > 0,
    error,
    loading: !error && !asked.data,
    again: () => void (newest.error ? newest.refetch() : asked.refetch()),
    note,
    setNote,
    activate,
    setActivate,
  };
}

export type FilesState = ReturnType<typeof useFilesPart>;

type Props = { files: FilesState; rejected: unknown; chosen: boolean; onChosen: (chosen: boolean) => void };

/** What has changed in the files, and what becomes of it. */
export function FilesPart({ files, rejected, chosen, onChosen }: Props) {
  const { t } = useTranslation("assets");
  const { t: common } = useTranslation("publishing");
  if (files.error) return <ErrorState error={files.error} onRetry={files.again} />;
  if (!files.seen) return <SkeletonRows rows={4} className="h-6" />;
  // Told although nothing is left to publish: what it was rejected for may be why.
  if (!files.changed) return <Rejection error={rejected} />;
  return (
    <section aria-label={common("parts.files")} className="flex flex-col gap-3">
      <Checkbox label={common("parts.files")} checked={chosen} onChange={(event) => onChosen(event.target.checked)} />
      {chosen && (
        <>
          <Field label={t("versions.publishing.note")} hint={t("versions.publishing.noteHint")}>
            <Input
              autoFocus
              maxLength={2000}
              value={files.note}
              onChange={(event) => files.setNote(event.target.value)}
            />
          </Field>
          <Checkbox
            label={t("versions.publishing.activate")}
            checked={files.activate}
            onChange={(event) => files.setActivate(event.target.checked)}
          />
        </>
      )}
      {files.last === null || !files.diff ? (
        <p className="text-muted">{t("versions.publishing.first")}</p>
      ) : (
        <div className="flex flex-col gap-2">
          <p className="font-medium">{t("versions.publishing.since", { number: files.last })}</p>
          <DiffList appId={files.appId} before={files.last} after="draft" diff={files.diff} />
        </div>
      )}
      <Rejection error={rejected} />
    </section>
  );
}

/** A draft that changed is shown as it is now; of files that have not arrived, each is named. */
function Rejection({ error }: { error: unknown }) {
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
