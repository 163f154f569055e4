import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, ErrorState, SkeletonRows } from "@/ui";
import { contentQuery } from "./content";
import { compareLines, type Line } from "./lines";
import type { Side } from "./model";

const FIRST = 400;

type Props = {
  appId: string;
  path: string;
  /** Where the file is on each side; null: it is not there. */
  paths: { before: string | null; after: string | null };
  before: Side | null;
  after: Side;
};

/** The lines of a file that came, went and stayed. */
export default function Lines({ appId, path, paths, before, after }: Props) {
  const { t } = useTranslation("assets");
  const old = useQuery({
    ...contentQuery(appId, before ?? "draft", paths.before ?? ""),
    enabled: paths.before !== null,
  });
  const now = useQuery({ ...contentQuery(appId, after, paths.after ?? ""), enabled: paths.after !== null });
  const failed = old.error ?? now.error;
  const waits = (paths.before !== null && old.isPending) || (paths.after !== null && now.isPending);
  if (failed) {
    const again = () => void Promise.all([old.refetch(), now.refetch()]);
    return (
      <div className="p-3">
        <ErrorState error={failed} onRetry={again} />
      </div>
    );
  }
  if (waits) {
    return (
      <div className="p-3">
        <SkeletonRows rows={3} className="h-4" />
      </div>
    );
  }
  const why = (paths.before !== null && old.data?.why) || (paths.after !== null && now.data?.why);
  if (why) return <p className="px-3 py-2 text-xs text-muted">{t(`versions.lines.${why}`)}</p>;
  const text = (found: typeof old.data) => (found && "text" in found ? found.text : "");
  return <Compared path={path} before={text(old.data)} after={text(now.data)} />;
}

/** Two texts compared line by line. */
export function Compared({ path, before, after }: { path: string; before: string; after: string }) {
  const { t } = useTranslation("assets");
  const [all, setAll] = useState(false);
  const lines = useMemo(() => compareLines(before, after), [before, after]);
  if (before === after) return <p className="px-3 py-2 text-xs text-muted">{t("versions.lines.equal")}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={t("versions.lines.label", { path })} tabIndex={0} className="max-h-[28rem] overflow-auto">
      <table className="w-full border-collapse font-mono text-xs leading-5">
        <tbody>
          {lines.slice(0, all ? undefined : FIRST).map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
            <LineRow key={at} line={line} />
          ))}
        </tbody>
      </table>
      {!all && lines.length > FIRST && (
        <div className="p-2">
          <Button size="small" onClick={() => setAll(true)}>
            {t("versions.lines.allOf", { count: lines.length })}
          </Button>
        </div>
      )}
    </section>
  );
}

const NUMBER = "w-px px-2 text-right text-muted tabular-nums select-none align-top";

function LineRow({ line }: { line: Line }) {
  const { t } = useTranslation("assets");
  if (line.kind === "gap") {
    return (
      <tr className="bg-sunken text-muted">
        <td colSpan={4} className="px-3 font-sans">
          {t("versions.lines.gap", { count: line.count })}
        </td>
      </tr>
    );
  }
  const sign = line.kind === "added" ? "+" : line.kind === "removed" ? "−" : "";
  return (
    <tr
      className={clsx(line.kind === "added" && "bg-accent-soft", line.kind === "removed" && "bg-danger-soft text-ink")}
    >
      <td className={NUMBER}>{"before" in line ? line.before : ""}</td>
      <td className={NUMBER}>{"after" in line ? line.after : ""}</td>
      <td className="w-px align-top text-muted select-none">
        <span aria-hidden>{sign}</span>
        {line.kind !== "same" && <span className="sr-only">{t(`versions.lines.${line.kind}`)}</span>}
      </td>
      <td className="px-2 whitespace-pre-wrap [overflow-wrap:anywhere]">{line.text}</td>
    </tr>
  );
}
