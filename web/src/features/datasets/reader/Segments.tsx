import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { lazy, Suspense, startTransition, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { Button, ConfirmDialog, FormError, QueryList, SkeletonRows } from "@/ui";
import { useSegmentRemoval, useSegmentSwitch } from "./changes";
import { ImportButton } from "./ImportButton";
import { type Place, type Segment, segmentsQuery } from "./queries";
import { SegmentRow, type SegmentVerb } from "./SegmentRow";

const SegmentDialog = lazy(() => import("./SegmentDialog"));

type Props = { place: Place; document: Schemas["DocumentOut"]; named: string | undefined };

/** What is searched: the parts of a document, in its order. */
export function Segments({ place, document, named }: Props) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const found = useInfiniteQuery(segmentsQuery(place));
  const segments = found.data?.pages.flatMap((page) => page.data) ?? [];
  const missing = named !== undefined && !segments.some(({ id }) => id === named);
  const { hasNextPage, isFetching, isError, fetchNextPage } = found;
  useEffect(() => {
    // After an error only by the person: it would be asked for ever.
    if (missing && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [missing, hasNextPage, isFetching, isError, fetchNextPage]);
  const [edited, setEdited] = useState<Segment | "new" | null>(null);
  const [deleted, setDeleted] = useState<Segment | null>(null);
  const change = useSegmentSwitch(place);
  // What is archived, or has no version yet, stays as it is.
  const editable = can("curate") && !document.archived && document.indexing_status === "completed";
  const select = (segment: Segment, verb: SegmentVerb) => {
    if (verb === "switch") change.mutate(segment);
    else if (verb === "delete") setDeleted(segment);
    else startTransition(() => setEdited(segment));
  };
  return (
    <div className="flex flex-col gap-3">
      <QueryList
        query={found}
        items={segments}
        skeleton={<SkeletonRows className="h-24" />}
        empty={<p className="text-muted">{t("reader.noSegments")}</p>}
      >
        {(all) => (
          <ol aria-label={t("reader.segments")} className="flex flex-col gap-3">
            {all.map((segment) => (
              <SegmentRow
                key={segment.id}
                place={place}
                segment={segment}
                nested={document.doc_form === "hierarchical_model"}
                named={segment.id === named}
                onSelect={editable ? (verb) => select(segment, verb) : undefined}
              />
            ))}
          </ol>
        )}
      </QueryList>
      {editable && found.isSuccess && (
        <div className="flex flex-wrap gap-2">
          {!found.hasNextPage && (
            <Button icon={<Plus aria-hidden size={14} />} onClick={() => startTransition(() => setEdited("new"))}>
              {t("reader.add")}
            </Button>
          )}
          <ImportButton place={place} pairs={document.doc_form === "qa_model"} />
        </div>
      )}
      <Suspense>
        {edited && (
          <SegmentDialog
            place={place}
            segment={edited === "new" ? undefined : edited}
            pairs={document.doc_form === "qa_model"}
            onClose={() => setEdited(null)}
          />
        )}
      </Suspense>
      {deleted && <DeleteSegment place={place} segment={deleted} onClose={() => setDeleted(null)} />}
    </div>
  );
}

function DeleteSegment({ place, segment, onClose }: { place: Place; segment: Segment; onClose: () => void }) {
  const { t } = useTranslation("datasets");
  const remove = useSegmentRemoval(place, onClose);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("reader.deleteTitle", { number: segment.position })}
      description={t("reader.deleteWhat")}
      action={t("reader.delete")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(segment)}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
