import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Source } from "./sources";

type Props = { source: Source; className?: string; children: ReactNode };

/** Opens a cited passage in the reader, or where a service says it is, beside what is shown here, which stays. */
export function PassageLink({ source, className, children }: Props) {
  const { t } = useTranslation("conversations");
  const { datasetId, documentId, segmentId, range, document, elsewhere } = source;
  if (elsewhere === "") return <span className={className}>{children}</span>;
  if (elsewhere !== undefined) {
    return (
      <a
        href={elsewhere}
        target="_blank"
        rel="noreferrer"
        title={t("sources.open", { document })}
        className={className}
      >
        {children}
      </a>
    );
  }
  return (
    <Link
      to="/datasets/$datasetId/documents/$documentId"
      params={{ datasetId, documentId }}
      search={{ segment: segmentId, ...range }}
      target="_blank"
      title={t("sources.open", { document })}
      className={className}
    >
      {children}
    </Link>
  );
}
