import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { BackLink, DetailHead, DetailPage, DownloadLink, Tabs } from "@/ui";
import { ValuesForm } from "../metadata/ValuesForm";
import { datasetQuery } from "../queries";
import { documentQuery } from "./queries";
import { Segments } from "./Segments";
import { Text } from "./Text";

/** A document as it was indexed: its text, in which what is cited is marked, and its segments. */
export function DocumentPage() {
  const { t } = useTranslation("datasets");
  const place = useParams({ from: "/console/datasets/$datasetId/documents/$documentId" });
  const { segment, start, end } = useSearch({ from: "/console/datasets/$datasetId/documents/$documentId" });
  const found = useQuery(documentQuery(place));
  const dataset = useQuery(datasetQuery(place.datasetId));
  const key = `${place.documentId} ${segment} ${start} ${end}`;
  const range = start !== undefined && end !== undefined ? { start, end } : undefined;
  const back = (
    <BackLink to="/datasets/$datasetId" params={{ datasetId: place.datasetId }}>
      {dataset.data?.name ?? t("documents")}
    </BackLink>
  );
  return (
    <DetailPage title={found.data?.name ?? t("documents")} back={back} query={found} narrow>
      {(document) => (
        <>
          <DetailHead heading={document.name} facts={<Facts document={document} />}>
            <DownloadLink
              path={`/console/api/datasets/${place.datasetId}/documents/${document.id}/original`}
              name={document.name}
            >
              {t("reader.original")}
            </DownloadLink>
          </DetailHead>
          <Tabs
            key={key}
            label={document.name}
            initial={segment && !range ? "segments" : "text"}
            tabs={[
              { key: "text", title: t("reader.text"), content: <Text place={place} range={range} /> },
              {
                key: "segments",
                title: t("reader.segments"),
                content: <Segments place={place} document={document} named={segment} />,
              },
              {
                key: "metadata",
                title: t("tabs.metadata"),
                content: <ValuesForm datasetId={place.datasetId} document={document} />,
              },
            ]}
          />
        </>
      )}
    </DetailPage>
  );
}

function Facts({ document }: { document: Schemas["DocumentOut"] }) {
  const { t } = useTranslation("datasets");
  return (
    <p className="mt-1 flex flex-wrap gap-x-3 text-xs text-muted">
      {document.folder && <span className="wrap-anywhere">{document.folder}</span>}
      <span>{t("segmentCount", { count: document.segment_count })}</span>
      <span>{t("characterCount", { count: document.word_count })}</span>
    </p>
  );
}
