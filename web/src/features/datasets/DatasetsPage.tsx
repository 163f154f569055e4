import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Library, Plus, Trash2, Upload } from "lucide-react";
import { lazy, Suspense, startTransition, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import {
  Button,
  EmptyState,
  IconButton,
  Page,
  QueryList,
  SearchInput,
  SkeletonRows,
  Table,
  Td,
  Th,
  useAddressText,
} from "@/ui";
import { type Dataset, datasetsQuery } from "./queries";
import { techniqueOf } from "./technique";

const CreateDialog = lazy(() => import("./CreateDialog"));
const ImportDialog = lazy(() => import("./bundles/ImportDialog"));
const ConnectDialog = lazy(() => import("./external/ConnectDialog"));
const DeleteDialog = lazy(() => import("./DeleteDialog"));

/** The knowledge bases that you can read. */
export function DatasetsPage() {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const { keyword: inAddress = "" } = useSearch({ from: "/console/knowledge" });
  const navigate = useNavigate({ from: "/knowledge" });
  const [keyword, setKeyword] = useAddressText(
    inAddress,
    (text) => void navigate({ search: text ? { keyword: text } : {}, replace: true }),
  );
  const wanted = useDeferredValue(keyword.trim());
  const [creating, setCreating] = useState(false);
  const [connecting, setConnecting] = useState(false);
  const [importing, setImporting] = useState(false);
  const [deleted, setDeleted] = useState<Dataset | null>(null);
  const found = useInfiniteQuery({ ...datasetsQuery(wanted), placeholderData: keepPreviousData });
  const datasets = found.data?.pages.flatMap((page) => page.data) ?? [];
  const none = found.isSuccess && datasets.length === 0 && wanted === "";
  const create = can("curate") && (
    <>
      <Button icon={<Upload aria-hidden size={16} />} onClick={() => startTransition(() => setImporting(true))}>
        {t("bundle.import")}
      </Button>
      <Button
        look="primary"
        icon={<Plus aria-hidden size={16} />}
        onClick={() => startTransition(() => setCreating(true))}
      >
        {t("create")}
      </Button>
    </>
  );
  return (
    <Page title={t("title")} description={t("what")} actions={!none && create}>
      {!none && (
        <SearchInput
          label={t("searchNames")}
          className="max-w-sm"
          maxLength={255}
          value={keyword}
          onChange={setKeyword}
        />
      )}
      <QueryList
        query={found}
        items={datasets}
        skeleton={<SkeletonRows className="h-10" />}
        empty={
          wanted ? (
            <p className="text-muted">{t("noneFound")}</p>
          ) : (
            <EmptyState icon={<Library aria-hidden size={32} strokeWidth={1.5} />} title={t("none")} action={create}>
              {t(can("curate") ? "noneWhat" : "noneToRead")}
            </EmptyState>
          )
        }
      >
        {(all) => <DatasetTable datasets={all} onDelete={(each) => startTransition(() => setDeleted(each))} />}
      </QueryList>
      <Suspense>
        {importing && <ImportDialog onClose={() => setImporting(false)} />}
        {creating && (
          <CreateDialog
            onClose={() => setCreating(false)}
            onConnect={() =>
              startTransition(() => {
                setCreating(false);
                setConnecting(true);
              })
            }
          />
        )}
        {connecting && <ConnectDialog onClose={() => setConnecting(false)} />}
        {deleted && <DeleteDialog dataset={deleted} onClose={() => setDeleted(null)} />}
      </Suspense>
    </Page>
  );
}

type TableProps = { datasets: Dataset[]; onDelete: (dataset: Dataset) => void };

function DatasetTable({ datasets, onDelete }: TableProps) {
  const { t, i18n } = useTranslation("datasets");
  const { can } = useMember();
  const number = new Intl.NumberFormat(i18n.language);
  const head = (
    <>
      <Th>{t("name")}</Th>
      <Th number>{t("documents")}</Th>
      <Th number>{t("characters")}</Th>
      <Th>{t("technique")}</Th>
      <Th>{t("owner")}</Th>
      <Th>{t("access")}</Th>
      {can("curate") && <Th aria-label={t("actions")} />}
    </>
  );
  return (
    <Table label={t("title")} head={head}>
      {datasets.map((dataset) => (
        <tr key={dataset.id}>
          <Td className="max-w-80 min-w-40 wrap-anywhere">
            <Link
              to="/datasets/$datasetId"
              params={{ datasetId: dataset.id }}
              className="rounded font-medium hover:underline"
            >
              {dataset.name}
            </Link>
          </Td>
          <Td number>{number.format(dataset.document_count ?? 0)}</Td>
          <Td number>{number.format(dataset.word_count ?? 0)}</Td>
          <Td className="whitespace-nowrap">{t(`techniques.${techniqueOf(dataset)}`)}</Td>
          <Td className="max-w-48 truncate">{dataset.author_name ?? t("byKey")}</Td>
          <Td className="whitespace-nowrap">{t(`permissions.${dataset.permission}`)}</Td>
          {can("curate") && (
            <Td className="text-right">
              <IconButton
                size="small"
                label={t("deleteOne", { name: dataset.name })}
                icon={<Trash2 aria-hidden size={14} />}
                onClick={() => onDelete(dataset)}
              />
            </Td>
          )}
        </tr>
      ))}
    </Table>
  );
}
