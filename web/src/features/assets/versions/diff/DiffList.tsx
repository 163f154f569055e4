import clsx from "clsx";
import { ChevronRight, FileText, Folder } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SkeletonRows } from "@/ui";
import { type Diff, type DiffRow, type Group, pathBefore, rowsOf, type Side } from "./model";

const Lines = lazy(() => import("./Lines"));

type Props = {
  appId: string;
  before: Side | null;
  after: Side;
  diff: Diff;
  /** The path of a file that is to be open, where the page's address names one. */
  opened?: string;
  onOpened?: (path: string | null) => void;
};
type EntryRow = Extract<DiffRow, { kind: "entry" }>;

const TONES: Record<Group, string> = {
  added: "text-accent-ink",
  removed: "text-danger-ink",
  changed: "text-warn-ink",
  moved: "text-info-ink",
};
const SIGNS: Record<Group, string> = { added: "+", removed: "−", changed: "~", moved: "→" };

/** What two trees have otherwise, by kind of change; a file opens to show its lines. */
export function DiffList(props: Props) {
  const { t } = useTranslation("assets");
  return (
    <ul
      aria-label={t("versions.compare.list")}
      className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface text-sm"
    >
      {rowsOf(props.diff).map((row) =>
        row.kind === "group" ? (
          <li key={row.group} className="flex items-baseline gap-2 bg-sunken px-3 py-1.5 text-xs font-medium">
            <span className={TONES[row.group]}>{t(`versions.groups.${row.group}`)}</span>
            <span className="text-muted tabular-nums">{row.total.toLocaleString()}</span>
          </li>
        ) : row.kind === "rest" ? (
          <li key={`${row.group} rest`} className="px-3 py-1.5 text-xs text-muted">
            {t("versions.rest", { count: row.count, formatted: row.count.toLocaleString() })}
          </li>
        ) : (
          <Entry key={`${row.group} ${row.entry.path}`} row={row} {...props} />
        ),
      )}
    </ul>
  );
}

function Entry({ row: { group, entry }, appId, before, after, diff, opened, onOpened }: Props & { row: EntryRow }) {
  const { t } = useTranslation("assets");
  const named = opened === entry.path;
  const [open, setOpen] = useState(named);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!named) return;
    setOpen(true);
    item.current?.scrollIntoView({ block: "nearest" });
  }, [named]);
  const folder = entry.node_type === "folder";
  const Icon = folder ? Folder : FileText;
  const face = (
    <>
      <span aria-hidden className={clsx("w-3 shrink-0 text-center font-mono", TONES[group])}>
        {SIGNS[group]}
      </span>
      <Icon aria-hidden size={14} className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1 font-mono text-xs break-all">
        {entry.from && (
          <>
            <span className="text-muted">{entry.from}</span>
            <span className="sr-only">{t("versions.movedTo")}</span>
            <span aria-hidden> → </span>
          </>
        )}
        {entry.path}
      </span>
    </>
  );
  // The rows may be some thousand: those out of sight are not laid out.
  const unseen = "[content-visibility:auto] [contain-intrinsic-size:auto_2rem]";
  const line = "flex w-full items-center gap-2 px-3 py-1.5 text-left";
  if (folder || group === "moved") {
    return (
      <li className={unseen}>
        <div className={line}>{face}</div>
      </li>
    );
  }
  const paths = {
    before: group === "added" || before === null ? null : pathBefore(entry.path, diff.moved),
    after: group === "removed" ? null : entry.path,
  };
  if (group === "removed") paths.before = entry.path;
  return (
    <li ref={item} className={open ? undefined : unseen}>
      <button
        type="button"
        aria-expanded={open}
        aria-label={t("versions.show", { path: entry.path })}
        className={clsx(line, "hover:bg-hover focus-visible:-outline-offset-2")}
        onClick={() => {
          setOpen(!open);
          onOpened?.(open ? null : entry.path);
        }}
      >
        {face}
        <ChevronRight aria-hidden size={14} className={clsx("shrink-0 text-muted", open && "rotate-90")} />
      </button>
      {open && (
        <div className="border-t border-line bg-page">
          <Suspense fallback={<SkeletonRows rows={3} className="h-4" />}>
            <Lines appId={appId} path={entry.path} paths={paths} before={before} after={after} />
          </Suspense>
        </div>
      )}
    </li>
  );
}
