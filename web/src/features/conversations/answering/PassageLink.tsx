import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Source } from "./sources";

type Props = { source: Source; className?: string; children: ReactNode };

/** Opens a cited passage in the reader, beside what is shown here, which stays. */
export function PassageLink({ source, className, children }: Props) {
  const { t } = useTranslation("conversations");
  const { datasetId, documentId, segmentId, range, document } = source;
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
