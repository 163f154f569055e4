import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Library, Plus, Upload } from "lucide-react";
import { lazy, Suspense, startTransition, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, Checkbox, EmptyState, Page, QueryList, SearchInput, SkeletonRows, useAddressText } from "@/ui";
import { DatasetTable } from "./DatasetTable";
import { type Dataset, datasetsQuery } from "./queries";
import { type KnowledgeSearch, knowledgeSearch } from "./search";

const CreateDialog = lazy(() => import("./CreateDialog"));
const ImportDialog = lazy(() => import("./bundles/ImportDialog"));
const ConnectDialog = lazy(() => import("./external/ConnectDialog"));
const TakeOverDialog = lazy(() => import("./TakeOverDialog"));
const DeleteDialog = lazy(() => import("./DeleteDialog"));

/** The knowledge bases that you can read. */
export function DatasetsPage() {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const search = useSearch({ from: "/console/knowledge" });
  const navigate = useNavigate({ from: "/knowledge" });
  const put = (next: KnowledgeSearch) => void navigate({ search: knowledgeSearch(next), replace: true });
  const [keyword, setKeyword] = useAddressText(search.keyword ?? "", (text) => put({ ...search, keyword: text }));
  const all = search.all === true;
  const wanted = useDeferredValue(keyword.trim());
  const [creating, setCreating] = useState(false);
  const [connecting, setConnecting] = useState(false);
  const [importing, setImporting] = useState(false);
  const [deleted, setDeleted] = useState<Dataset | null>(null);
  const [taken, setTaken] = useState<Dataset | null>(null);
  const found = useInfiniteQuery({ ...datasetsQuery(wanted, all), placeholderData: keepPreviousData });
  const datasets = found.data?.pages.flatMap((page) => page.data) ?? [];
  const none = found.isSuccess && datasets.length === 0 && wanted === "" && !all;
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
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3 empty:hidden">
        {!none && (
          <SearchInput
            label={t("searchNames")}
            className="min-w-48 flex-1 sm:max-w-sm"
            maxLength={255}
            value={keyword}
            onChange={setKeyword}
          />
        )}
        {can("curate") && (
          <Link to="/knowledge/services" className="rounded text-sm text-accent-ink underline sm:order-last sm:ml-auto">
            {t("external.services")}
          </Link>
        )}
        {can("manage") && (
          <Checkbox
            label={t("others.show")}
            checked={all}
            onChange={(event) => put({ ...search, all: event.target.checked || undefined } as KnowledgeSearch)}
          />
        )}
      </div>
      <QueryList
        query={found}
        items={datasets}
        skeleton={<SkeletonRows className="h-10" />}
        empty={
          wanted || all ? (
            <p className="text-muted">{t("noneFound")}</p>
          ) : (
            <EmptyState icon={<Library aria-hidden size={32} strokeWidth={1.5} />} title={t("none")} action={create}>
              {t(can("curate") ? "noneWhat" : "noneToRead")}
            </EmptyState>
          )
        }
      >
        {(shown) => (
          <DatasetTable
            datasets={shown}
            onDelete={(each) => startTransition(() => setDeleted(each))}
            onTakeOver={(each) => startTransition(() => setTaken(each))}
          />
        )}
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
        {taken && <TakeOverDialog dataset={taken} onClose={() => setTaken(null)} />}
        {deleted && <DeleteDialog dataset={deleted} onClose={() => setDeleted(null)} />}
      </Suspense>
    </Page>
  );
}
