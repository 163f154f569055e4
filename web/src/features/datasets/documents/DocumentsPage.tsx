import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { FileText } from "lucide-react";
import { useDeferredValue, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { EmptyState, QueryList, SearchInput, SkeletonRows, useAddressText } from "@/ui";
import { DatasetFrame } from "../DatasetFrame";
import { datasetQuery } from "../queries";
import { DocumentTable } from "./DocumentTable";
import { documentsQuery } from "./queries";
import { stepOf } from "./states";
import { UploadButton } from "./UploadButton";

/** The documents of a knowledge base, and how far each is. */
export function DocumentsPage() {
  const { can } = useMember();
  const { datasetId } = useParams({ from: "/console/datasets/$datasetId" });
  return (
    <DatasetFrame actions={can("curate") && <UploadButton datasetId={datasetId} />}>
      {() => <Documents key={datasetId} datasetId={datasetId} />}
    </DatasetFrame>
  );
}

function Documents({ datasetId }: { datasetId: string }) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const { keyword: inAddress = "" } = useSearch({ from: "/console/datasets/$datasetId" });
  const navigate = useNavigate({ from: "/datasets/$datasetId" });
  const [keyword, setKeyword] = useAddressText(
    inAddress,
    (text) => void navigate({ search: text ? { keyword: text } : {}, replace: true }),
  );
  const wanted = useDeferredValue(keyword.trim());
  const found = useInfiniteQuery({ ...documentsQuery(datasetId, wanted), placeholderData: keepPreviousData });
  const documents = found.data?.pages.flatMap((page) => page.data) ?? [];
  const inWork = documents.filter(stepOf).length;
  const queries = useQueryClient();
  // Whatever is done adds to the figures of the whole.
  // biome-ignore lint/correctness/useExhaustiveDependencies: by the number in work
  useEffect(() => void queries.invalidateQueries({ ...datasetQuery(datasetId), exact: true }), [inWork]);
  const none = found.isSuccess && documents.length === 0 && wanted === "";
  return (
    <>
      {!none && (
        <SearchInput
          label={t("document.search")}
          className="max-w-sm"
          maxLength={255}
          value={keyword}
          onChange={setKeyword}
        />
      )}
      <QueryList
        query={found}
        items={documents}
        skeleton={<SkeletonRows className="h-10" />}
        empty={
          wanted ? (
            <p className="text-muted">{t("noneFound")}</p>
          ) : (
            <EmptyState icon={<FileText aria-hidden size={32} strokeWidth={1.5} />} title={t("document.none")}>
              {t(can("curate") ? "document.noneWhat" : "document.noneToRead")}
            </EmptyState>
          )
        }
      >
        {(all) => <DocumentTable datasetId={datasetId} documents={all} />}
      </QueryList>
    </>
  );
}
