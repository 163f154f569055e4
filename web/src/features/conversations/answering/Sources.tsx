import { useTranslation } from "react-i18next";
import { Where } from "@/features/datasets/Where";
import { PassageLink } from "./PassageLink";
import type { Source } from "./sources";

/** Under an answer: its sources. Each opens the passage beside what is shown here, which stays. */
export function Sources({ sources }: { sources: Source[] }) {
  const { t } = useTranslation("conversations");
  if (sources.length === 0) return null;
  return (
    <section aria-label={t("sources.title")} className="flex flex-col gap-1">
      <h3 className="text-xs font-medium text-muted">{t("sources.title")}</h3>
      <ol className="divide-y divide-line overflow-hidden rounded-md border border-line">
        {sources.map((source) => (
          <Row key={source.segmentId} source={source} />
        ))}
      </ol>
    </section>
  );
}

function Row({ source }: { source: Source }) {
  const { number, heading, pageFrom, pageTo } = source;
  return (
    <li>
      <PassageLink
        source={source}
        className="flex gap-2 px-2.5 py-1.5 text-xs hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className="shrink-0 text-muted tabular-nums">[{number}]</span>
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap gap-x-2">
            <span className="font-medium wrap-anywhere">{source.document}</span>
            <span className="flex flex-wrap gap-x-2 text-muted">
              <Where heading={heading} from={pageFrom} to={pageTo} />
            </span>
          </span>
          <span className="line-clamp-2 wrap-anywhere text-muted">{source.quote}</span>
        </span>
      </PassageLink>
    </li>
  );
}
