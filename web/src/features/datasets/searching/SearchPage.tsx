import { queryOptions, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, QueryView, SearchInput, SkeletonRows, submitting } from "@/ui";
import { DatasetFrame } from "../DatasetFrame";
import { DATASET, datasetKey } from "../queries";
import { MAX_QUERY } from "../search";
import { explanationOf } from "./explaining";
import { Result } from "./Result";

const searchQuery = (datasetId: string, query: string) =>
  queryOptions({
    queryKey: [...datasetKey(datasetId), "search", query],
    queryFn: ({ signal }) => {
      const params = { path: { dataset_id: datasetId } };
      return call(api.POST(`${DATASET}/hit-testing`, { params, body: { query, explain: true }, signal }));
    },
    // Each search is logged: once is enough.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What a knowledge base finds, and why. */
export function SearchPage() {
  const { datasetId } = useParams({ from: "/console/datasets/$datasetId/search" });
  const { query = "" } = useSearch({ from: "/console/datasets/$datasetId/search" });
  return (
    <DatasetFrame>
      {() => (
        <>
          <QueryForm key={query} datasetId={datasetId} query={query} />
          {query && <Results datasetId={datasetId} query={query} />}
        </>
      )}
    </DatasetFrame>
  );
}

type Props = { datasetId: string; query: string };

function QueryForm({ datasetId, query }: Props) {
  const { t } = useTranslation("datasets");
  const navigate = useNavigate();
  const [text, setText] = useState(query);
  const submit = () =>
    void navigate({
      to: "/datasets/$datasetId/search",
      params: { datasetId },
      search: text.trim() ? { query: text.trim() } : {},
    });
  return (
    <form onSubmit={submitting(submit)} className="flex flex-wrap gap-2">
      <SearchInput
        label={t("search.query")}
        className="min-w-48 flex-1"
        maxLength={MAX_QUERY}
        autoFocus={query === ""}
        value={text}
        onChange={setText}
      />
      <Button type="submit" look="primary" icon={<Search aria-hidden size={16} />}>
        {t("search.action")}
      </Button>
    </form>
  );
}

function Results({ datasetId, query }: Props) {
  const { t } = useTranslation("datasets");
  const found = useQuery(searchQuery(datasetId, query));
  return (
    <QueryView query={found} skeleton={<SkeletonRows rows={3} className="h-32" />}>
      {({ records, warnings = [], explanations = [] }) => (
        <>
          {warnings.map((warning) => (
            <p key={warning.code} role="status" className="rounded-md bg-warn-soft px-3 py-2 text-warn-ink">
              {warning.message}
            </p>
          ))}
          {records.length === 0 ? (
            <p role="status" className="text-muted">
              {t("search.none")}
            </p>
          ) : (
            <ol aria-label={t("search.results")} className="flex flex-col gap-3">
              {records.map((record) => (
                <Result
                  key={record.segment.id}
                  record={record}
                  explanation={explanationOf(record.segment.id, explanations)}
                />
              ))}
            </ol>
          )}
        </>
      )}
    </QueryView>
  );
}
