import { Link } from "@tanstack/react-router";
import type { Document } from "./states";

/** Leads to its text, once it has been read. */
export function DocumentName({ datasetId, document }: { datasetId: string; document: Document }) {
  return (
    <Link
      to="/datasets/$datasetId/documents/$documentId"
      params={{ datasetId, documentId: document.id }}
      className="rounded font-medium hover:underline"
    >
      {document.name}
    </Link>
  );
}
