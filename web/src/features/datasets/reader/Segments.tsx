import { useInfiniteQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { NAMED, useNamed } from "@/routing";
import { Badge, QueryList, SkeletonRows } from "@/ui";
import { Where } from "../Where";
import { type Place, type Segment, segmentsQuery } from "./queries";

type Props = { place: Place; named: string | undefined };

/** What is searched: the parts of a document, in its order. */
export function Segments({ place, named }: Props) {
  const { t } = useTranslation("datasets");
  const found = useInfiniteQuery(segmentsQuery(place));
  const segments = found.data?.pages.flatMap((page) => page.data) ?? [];
  const missing = named !== undefined && !segments.some(({ id }) => id === named);
  const { hasNextPage, isFetching, isError, fetchNextPage } = found;
  useEffect(() => {
    // After an error only by the person: it would be asked for ever.
    if (missing && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [missing, hasNextPage, isFetching, isError, fetchNextPage]);
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
              <Row key={segment.id} segment={segment} named={segment.id === named} />
            ))}
          </ol>
        )}
      </QueryList>
    </div>
  );
}

function Row({ segment, named }: { segment: Segment; named: boolean }) {
  const { t } = useTranslation("datasets");
  const row = useNamed<HTMLLIElement>(named);
  return (
    <li
      ref={row}
      aria-current={named || undefined}
      className={clsx("flex flex-col gap-2 rounded-lg border border-line bg-surface p-4", named && NAMED)}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
        <span className="font-medium tabular-nums">{t("reader.segment", { number: segment.position })}</span>
        <Where heading={segment.heading} from={segment.page_from} to={segment.page_to} />
        <span>{t("characterCount", { count: segment.word_count })}</span>
        {segment.edited && <Badge tone="info">{t("reader.edited")}</Badge>}
        {!segment.enabled && <Badge>{t("document.states.disabled")}</Badge>}
      </div>
      <p className="whitespace-pre-wrap wrap-anywhere">{segment.content}</p>
      {segment.answer && (
        <p className="border-l-2 border-line pl-3 whitespace-pre-wrap wrap-anywhere">{segment.answer}</p>
      )}
    </li>
  );
}
