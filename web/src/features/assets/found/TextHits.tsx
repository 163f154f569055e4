import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import clsx from "clsx";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, ErrorState, SkeletonRows, Spinner, useSettled } from "@/ui";
import { NodeIcon } from "../explorer/NodeIcon";
import { useExplorer } from "../explorer/store";
import { FoundName } from "./FoundName";
import { Marked } from "./Marked";
import { type TextHit, textHitsQuery } from "./queries";

const AT_ONCE = 100;

/** Lines of files that hold what is looked for, file by file; each leads to its place. */
export default function TextHits() {
  const store = useExplorer();
  const query = useSettled(store.query.trim(), 250);
  // Another text is another list: it begins with few lines again.
  return query ? <Hits key={query} query={query} /> : <SkeletonRows rows={4} className="m-3 h-5" />;
}

function Hits({ query }: { query: string }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const [wanted, setWanted] = useState(AT_ONCE);
  const found = useInfiniteQuery(textHitsQuery(store.appId, query));
  const { hasNextPage, isFetching, isError, fetchNextPage } = found;
  const pages = found.data?.pages ?? [];
  const hits = pages.flatMap((page) => page.data);
  const goOn = hasNextPage && hits.length < wanted;
  useEffect(() => {
    if (goOn && !isFetching && !isError) void fetchNextPage();
  }, [goOn, isFetching, isError, fetchNextPage]);
  const searched = pages.reduce((sum, page) => sum + page.files_searched, 0);
  const skipped = pages.reduce((sum, page) => sum + page.files_skipped, 0);
  const searching = isFetching || goOn;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <p aria-live="polite" className="flex items-center gap-2 border-b border-line px-3 py-1 text-xs text-muted">
        {searching && !isError && <Spinner />}
        {t(searching ? "found.searching" : "found.lines", { count: searching ? searched : hits.length })}
        {!searching && skipped > 0 && ` · ${t("found.skipped", { count: skipped })}`}
      </p>
      <div className="min-h-0 flex-1 overflow-y-auto pb-2">
        {byFile(hits).map((lines) => (
          <FileHits key={lines[0]?.node_id} lines={lines} query={query} />
        ))}
        {isError && (
          <div className="p-3">
            <ErrorState error={found.error} onRetry={() => void found.refetch()} />
          </div>
        )}
        {!searching && !isError && hits.length === 0 && <p className="p-4 text-muted">{t("found.none")}</p>}
        {!searching && hasNextPage && (
          <Button size="small" className="m-3" onClick={() => setWanted(hits.length + AT_ONCE)}>
            {t("more")}
          </Button>
        )}
      </div>
    </div>
  );
}

function byFile(hits: TextHit[]): TextHit[][] {
  const files = new Map<string, TextHit[]>();
  for (const hit of hits) files.set(hit.node_id, [...(files.get(hit.node_id) ?? []), hit]);
  return [...files.values()];
}

function FileHits({ lines, query }: { lines: TextHit[]; query: string }) {
  const store = useExplorer();
  const opened = useSearch({ from: "/console/apps/$appId/assets" });
  const [first] = lines;
  const node = store.model.get(first?.node_id ?? null);
  if (!first) return null;
  const at = first.path.lastIndexOf("/") + 1;
  return (
    <section aria-label={first.path} className="[content-visibility:auto]">
      <h3 className="flex items-center gap-1.5 px-3 pt-2 pb-0.5 text-sm" title={first.path}>
        {node && <NodeIcon node={node} />}
        <FoundName name={first.path.slice(at)} folder={first.path.slice(0, at)} query="" />
      </h3>
      <ul>
        {lines.map(({ line, offset, text, node_id }) => (
          <li key={offset}>
            <Link
              to="/apps/$appId/assets"
              params={{ appId: store.appId }}
              search={{ file: node_id, line }}
              activeOptions={{ includeSearch: true }}
              className={clsx(
                "flex gap-2 py-0.5 pr-2 pl-4 text-xs leading-5 hover:bg-hover focus-visible:-outline-offset-2",
                opened.file === node_id && opened.line === line && "bg-accent-soft",
              )}
            >
              <span className="w-8 shrink-0 text-right text-muted tabular-nums">{line}</span>
              <span className="min-w-0 flex-1 truncate font-mono">
                <Marked text={around(text, query)} query={query} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A line begins where its text does, or shortly before what was found. */
function around(text: string, query: string): string {
  const line = text.trim();
  const at = line.toLowerCase().indexOf(query.toLowerCase());
  return at > 30 ? `…${line.slice(at - 16)}` : line;
}
