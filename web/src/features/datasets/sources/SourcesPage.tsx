import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FolderSync, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, EmptyState, QueryList, SkeletonRows } from "@/ui";
import { DatasetFrame } from "../DatasetFrame";
import { datasetKey } from "../queries";
import { AddDialog } from "./AddDialog";
import { isRunning, sourcesQuery } from "./queries";
import { SourceTable } from "./SourceTable";

/** What the documents of a knowledge base are kept in step with. */
export function SourcesPage() {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const [adding, setAdding] = useState(false);
  const add = (
    <Button look="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setAdding(true)}>
      {t("sources.add")}
    </Button>
  );
  return (
    <DatasetFrame actions={can("curate") && add}>
      {(dataset) => (
        <>
          <Sources key={dataset.id} datasetId={dataset.id} />
          {adding && <AddDialog datasetId={dataset.id} onClose={() => setAdding(false)} />}
        </>
      )}
    </DatasetFrame>
  );
}

function Sources({ datasetId }: { datasetId: string }) {
  const { t } = useTranslation("datasets");
  const found = useQuery(sourcesQuery(datasetId));
  const sources = found.data ?? [];
  const running = sources.filter(({ last_sync }) => isRunning(last_sync)).length;
  const queries = useQueryClient();
  // What was synced changes documents and figures.
  // biome-ignore lint/correctness/useExhaustiveDependencies: by the number that are being synced
  useEffect(() => {
    void queries.invalidateQueries({
      queryKey: datasetKey(datasetId),
      predicate: ({ queryKey }) => !queryKey.includes("sources"),
    });
  }, [running]);
  return (
    <QueryList
      query={found}
      items={sources}
      skeleton={<SkeletonRows rows={3} className="h-10" />}
      empty={
        <EmptyState icon={<FolderSync aria-hidden size={32} strokeWidth={1.5} />} title={t("sources.none")}>
          {t("sources.noneWhat")}
        </EmptyState>
      }
    >
      {(all) => <SourceTable datasetId={datasetId} sources={all} />}
    </QueryList>
  );
}
