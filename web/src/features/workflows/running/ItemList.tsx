import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, QueryView, SkeletonRows } from "@/ui";
import { ITEMS, type Item, itemsQuery, stepsQuery } from "./queries";
import { StatusIcon } from "./Status";
import type { Step } from "./steps";
import { took } from "./values";

type ShowSteps = (steps: readonly Step[]) => ReactNode;
type Props = { appId: string; runId: string; container: string; children: ShowSteps };

/** The items of an iteration or the rounds of a loop, a page at a time. */
export function ItemList({ appId, runId, container, children }: Props) {
  const { t } = useTranslation("workflows");
  const [page, setPage] = useState(1);
  const found = useQuery({ ...itemsQuery(appId, runId, container, page), placeholderData: keepPreviousData });
  return (
    <section aria-label={t("running.items")} className="flex flex-col gap-2">
      <h4 className="text-xs font-medium text-muted">{t("running.items")}</h4>
      <QueryView query={found} skeleton={<SkeletonRows rows={3} className="h-7" />}>
        {({ data, total, has_more }) =>
          total === 0 ? (
            <p className="text-xs text-muted">{t("running.noItems")}</p>
          ) : (
            <>
              <ol className="divide-y divide-line rounded-md border border-line">
                {data.map((item) => (
                  <ItemRow key={item.index} item={item}>
                    <ItemSteps appId={appId} runId={runId} frame={item.frame}>
                      {children}
                    </ItemSteps>
                  </ItemRow>
                ))}
              </ol>
              {total > ITEMS && (
                <div className="flex flex-wrap items-center gap-2 text-xs text-muted tabular-nums">
                  <Button size="small" disabled={page === 1} onClick={() => setPage(page - 1)}>
                    {t("running.previous")}
                  </Button>
                  <span>
                    {t("running.range", { from: data[0]!.index + 1, to: data.at(-1)!.index + 1, count: total })}
                  </span>
                  <Button size="small" disabled={!has_more} onClick={() => setPage(page + 1)}>
                    {t("running.next")}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </QueryView>
    </section>
  );
}

function ItemRow({ item, children }: { item: Item; children: ReactNode }) {
  const { t } = useTranslation("workflows");
  const [open, setOpen] = useState(false);
  const facts = (
    <>
      <StatusIcon status={item.status} />
      <span className="shrink-0 tabular-nums">{t("running.item", { number: item.index + 1 })}</span>
      <span className="min-w-0 flex-1 truncate text-danger-ink">{item.error}</span>
      {item.elapsed_time !== null && <span className="text-muted tabular-nums">{took(item.elapsed_time)}</span>}
    </>
  );
  if (!item.kept) {
    return (
      <li className="flex items-center gap-2 px-2 py-1.5 text-xs" title={t("running.notKept")}>
        <span className="w-3.5" />
        {facts}
        <span className="text-muted">{t("running.short")}</span>
      </li>
    );
  }
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        className="flex w-full items-center gap-2 px-2 py-1.5 text-left text-xs hover:bg-hover"
        onClick={() => setOpen(!open)}
      >
        <ChevronRight aria-hidden size={14} className={open ? "rotate-90 text-muted" : "text-muted"} />
        {facts}
      </button>
      {open && <div className="px-2 pb-2">{children}</div>}
    </li>
  );
}

type StepsProps = { appId: string; runId: string; frame: string; children: ShowSteps };

function ItemSteps({ appId, runId, frame, children }: StepsProps) {
  const found = useQuery(stepsQuery(appId, runId, frame));
  return (
    <QueryView query={found} skeleton={<SkeletonRows rows={2} className="h-7" />}>
      {children}
    </QueryView>
  );
}
