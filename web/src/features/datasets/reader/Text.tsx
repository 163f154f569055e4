import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNamed } from "@/routing";
import { Button, QueryView, SkeletonRows } from "@/ui";
import { type Place, textQuery } from "./queries";
import { cutAt } from "./range";

type Range = { start: number; end: number };
type Props = { place: Place; range: Range | undefined };

/** The text as it was read out of the file, plain: nothing in it is followed or loaded. */
export function Text({ place, range }: Props) {
  const { t } = useTranslation("datasets");
  const found = useInfiniteQuery(textQuery(place, range?.start, range?.end));
  return (
    <div className="flex flex-col gap-3">
      {found.hasPreviousPage && (
        <Button
          className="self-center"
          busy={found.isFetchingPreviousPage}
          onClick={() => void found.fetchPreviousPage()}
        >
          {t("reader.earlier")}
        </Button>
      )}
      <QueryView query={found} skeleton={<SkeletonRows rows={12} className="h-5" />}>
        {({ pages }) => (
          <Shown text={pages.map(({ text }) => text).join("")} first={pages[0]?.start ?? 0} range={range} />
        )}
      </QueryView>
      {found.hasNextPage && (
        <Button className="self-center" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("reader.later")}
        </Button>
      )}
    </div>
  );
}

function Shown({ text, first, range }: { text: string; first: number; range: Range | undefined }) {
  const { t } = useTranslation("datasets");
  const [before, cited, after] = cutAt(text, first, range?.start ?? 0, range?.end ?? 0);
  const mark = useNamed<HTMLElement>(cited !== "");
  if (text === "") return <p className="text-muted">{t("reader.empty")}</p>;
  return (
    <>
      {range && cited === "" && <p className="text-muted">{t("reader.moved")}</p>}
      <div className="rounded-lg border border-line bg-surface p-4 whitespace-pre-wrap wrap-anywhere">
        {before}
        {cited && (
          <mark ref={mark} className="rounded-xs bg-warn-soft text-ink">
            {cited}
          </mark>
        )}
        {after}
      </div>
    </>
  );
}
