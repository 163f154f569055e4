import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { FileText } from "lucide-react";
import { useDeferredValue, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { EmptyState, QueryList, SkeletonRows } from "@/ui";
import { DatasetFrame } from "../DatasetFrame";
import { type Dataset, datasetQuery } from "../queries";
import { DocumentFilters, useWanted } from "./DocumentFilters";
import { DocumentTable } from "./DocumentTable";
import { FolderPane } from "./folders/FolderPane";
import { documentsQuery, foldersQuery } from "./queries";
import { stepOf } from "./states";
import { UploadButton } from "./UploadButton";

/** The documents of a knowledge base, and how far each is. */
export function DocumentsPage() {
  const { can } = useMember();
  const { datasetId } = useParams({ from: "/console/datasets/$datasetId" });
  const { folder = "" } = useSearch({ from: "/console/datasets/$datasetId" });
  return (
    <DatasetFrame
      actions={(dataset) =>
        can("curate") && dataset.provider === "vendor" && <UploadButton dataset={dataset} folder={folder} />
      }
    >
      {(dataset) => <Documents key={datasetId} dataset={dataset} />}
    </DatasetFrame>
  );
}

function Documents({ dataset: { id, provider } }: { dataset: Dataset }) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const [wanted, setWanted] = useWanted();
  const keyword = useDeferredValue(wanted.keyword?.trim());
  const filtered = Boolean(keyword || wanted.status || wanted.folder);
  const found = useInfiniteQuery({
    ...documentsQuery(id, { ...wanted, keyword }),
    placeholderData: keepPreviousData,
  });
  const documents = found.data?.pages.flatMap((page) => page.data) ?? [];
  const inWork = documents.filter(stepOf).length;
  const queries = useQueryClient();
  // Whatever is done adds to the figures of the whole.
  // biome-ignore lint/correctness/useExhaustiveDependencies: by the number in work
  useEffect(() => void queries.invalidateQueries({ ...datasetQuery(id), exact: true }), [inWork]);
  const none = found.isSuccess && documents.length === 0 && !filtered;
  const folders = useQuery(foldersQuery(id)).data ?? [];
  const foldered = folders.some(({ path }) => path !== "");
  const list = (
    <>
      {!none && <DocumentFilters wanted={wanted} onChange={setWanted} />}
      <QueryList
        query={found}
        items={documents}
        skeleton={<SkeletonRows className="h-10" />}
        empty={
          filtered ? (
            <p className="text-muted">{t("noneFound")}</p>
          ) : (
            <EmptyState icon={<FileText aria-hidden size={32} strokeWidth={1.5} />} title={t("document.none")}>
              {t(`document.${provider === "external" ? "noneHere" : can("curate") ? "noneWhat" : "noneToRead"}`)}
            </EmptyState>
          )
        }
      >
        {(all) => <DocumentTable datasetId={id} documents={all} />}
      </QueryList>
    </>
  );
  if (!foldered) return list;
  return (
    <div className="grid gap-5 lg:grid-cols-[13rem_minmax(0,1fr)]">
      <FolderPane
        datasetId={id}
        folders={folders}
        folder={wanted.folder}
        onChange={(folder) => setWanted({ ...wanted, folder })}
      />
      <div className="flex min-w-0 flex-col gap-5">{list}</div>
    </div>
  );
}
