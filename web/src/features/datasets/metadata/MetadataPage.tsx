import { useQuery } from "@tanstack/react-query";
import { Plus, Tags } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, EmptyState, QueryList, SkeletonRows } from "@/ui";
import { DatasetFrame } from "../DatasetFrame";
import { metadataQuery, useBuiltInFields } from "../filters/queries";
import { FieldDialog } from "./FieldDialog";
import { FieldTable } from "./FieldTable";

/** What is known of documents besides their text, which searches can be filtered by. */
export function MetadataPage() {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const [adding, setAdding] = useState(false);
  const add = (
    <Button look="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setAdding(true)}>
      {t("metadata.add")}
    </Button>
  );
  return (
    <DatasetFrame actions={can("curate") && add}>
      {(dataset) => (
        <>
          <Fields key={dataset.id} datasetId={dataset.id} />
          {adding && <FieldDialog datasetId={dataset.id} field={undefined} onClose={() => setAdding(false)} />}
        </>
      )}
    </DatasetFrame>
  );
}

function Fields({ datasetId }: { datasetId: string }) {
  const { t } = useTranslation("datasets");
  const found = useQuery(metadataQuery(datasetId));
  const builtIn = useBuiltInFields(datasetId);
  const nameOf = (name: string) => t(`filter.builtIn.${name}` as never, { defaultValue: name }) as string;
  return (
    <>
      <QueryList
        query={found}
        items={found.data?.doc_metadata ?? []}
        skeleton={<SkeletonRows rows={3} className="h-10" />}
        empty={
          <EmptyState icon={<Tags aria-hidden size={32} strokeWidth={1.5} />} title={t("metadata.none")}>
            {t("metadata.noneWhat")}
          </EmptyState>
        }
      >
        {(fields) => <FieldTable datasetId={datasetId} fields={fields} />}
      </QueryList>
      {builtIn.length > 0 && (
        <p className="text-muted">
          {t("metadata.builtIn", { names: builtIn.map(({ name }) => nameOf(name)).join(t("metadata.comma")) })}
        </p>
      )}
    </>
  );
}
