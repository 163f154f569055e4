import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog, QueryList, SkeletonRows } from "@/ui";
import { type Source, syncsQuery } from "./queries";
import { State } from "./State";

type Props = { datasetId: string; source: Source; onClose: () => void };

export function HistoryDialog({ datasetId, source, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const found = useInfiniteQuery(syncsQuery(datasetId, source.id));
  const syncs = found.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Dialog open wide onClose={onClose} title={t("sources.historyTitle", { name: source.name })}>
      <QueryList
        query={found}
        items={syncs}
        skeleton={<SkeletonRows rows={3} />}
        empty={<p className="pb-5 text-muted">{t("sources.noHistory")}</p>}
      >
        {(all) => (
          <ul className="flex flex-col gap-3 pb-5">
            {all.map((sync) => (
              <li key={sync.id} className="flex flex-wrap items-start justify-between gap-2">
                <State sync={sync} />
                <span className="text-xs text-muted">{t(`sources.began.${sync.began_by}`)}</span>
                {sync.problems.length > 0 && (
                  <details className="w-full text-xs">
                    <summary className="cursor-pointer text-muted">{t("sources.lists.skipped")}</summary>
                    <ul className="mt-1 wrap-anywhere">
                      {sync.problems.map(({ path, message }) => (
                        <li key={path}>
                          <span className="font-mono">{path}</span>: {message}
                        </li>
                      ))}
                    </ul>
                  </details>
                )}
              </li>
            ))}
          </ul>
        )}
      </QueryList>
    </Dialog>
  );
}
