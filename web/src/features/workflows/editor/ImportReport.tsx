import { useTranslation } from "react-i18next";
import { Badge } from "@/ui";
import type { Finding, Imported } from "./importing";

const TONES = { error: "bad", warning: "warn", info: "neutral" } as const;

/** How an import went, and what was found in the file, the worst first. */
export function ImportReport({ done }: { done: Imported }) {
  const { t } = useTranslation("workflows");
  const order = Object.keys(TONES);
  const found = [...(done.report ?? [])].sort(
    (one, other) => order.indexOf(one.severity) - order.indexOf(other.severity),
  );
  return (
    <>
      <p role="status" className="text-sm">
        {t(`import.status.${done.status}`, { version: done.imported_dsl_version, known: done.current_dsl_version })}
      </p>
      {found.length > 0 && (
        <ul aria-label={t("import.report")} className="divide-y divide-line rounded-md border border-line text-sm">
          {found.map((each, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same
            <FindingRow key={at} found={each} />
          ))}
        </ul>
      )}
      {(done.omitted ?? 0) > 0 && <p className="text-sm text-muted">{t("import.omitted", { count: done.omitted })}</p>}
    </>
  );
}

function FindingRow({ found }: { found: Finding }) {
  const { t } = useTranslation("workflows");
  return (
    <li className="flex flex-col gap-0.5 px-3 py-2">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <Badge tone={TONES[found.severity]}>{t(`import.severity.${found.severity}`)}</Badge>
        {found.line !== null && <span>{t("import.line", { line: found.line })}</span>}
        {found.path && <code className="font-mono text-xs wrap-anywhere text-muted">{found.path}</code>}
      </div>
      <p className="wrap-anywhere">
        {found.what}
        {found.accepted && (
          <span className="text-muted"> {t("editor.problems.accepted", { what: found.accepted })}</span>
        )}
      </p>
    </li>
  );
}
