import { useTranslation } from "react-i18next";
import type { Operation } from "./document";

/** The statuses that an operation refuses with, and the codes of each. */
export function Errors({ operation }: { operation: Operation }) {
  const { t } = useTranslation("docs");
  const errors = Object.entries(operation.responses).filter(([status]) => /^[45]/.test(status));
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
      {errors.map(([status, { description }]) => (
        <div key={status} className="contents">
          <dt className="font-mono text-sm font-semibold">{status}</dt>
          <dd className="flex min-w-0 flex-wrap gap-x-3 font-mono text-xs leading-5 text-muted">
            {description.split(", ").map((code) => (
              <span key={code} className="wrap-anywhere">
                {code}
              </span>
            ))}
          </dd>
        </div>
      ))}
      <dt className="font-mono text-sm font-semibold">…</dt>
      <dd className="text-muted">{t("otherErrors")}</dd>
    </dl>
  );
}
