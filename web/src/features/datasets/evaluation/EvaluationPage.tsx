import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { FlaskConical, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, EmptyState, Field, QueryList, Select, SkeletonRows } from "@/ui";
import { DatasetFrame } from "../DatasetFrame";
import type { Dataset } from "../queries";
import { NewSetDialog } from "./NewSetDialog";
import { setsQuery } from "./queries";
import { SetPanel } from "./SetPanel";

/** How well a knowledge base is searched, by questions whose answers are known. */
export function EvaluationPage() {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const [naming, setNaming] = useState(false);
  const create = can("curate") && (
    <Button icon={<Plus aria-hidden size={16} />} onClick={() => setNaming(true)}>
      {t("evaluation.create")}
    </Button>
  );
  return (
    <DatasetFrame actions={create}>
      {(dataset) => <Sets key={dataset.id} dataset={dataset} naming={naming} onNamed={() => setNaming(false)} />}
    </DatasetFrame>
  );
}

type Props = { dataset: Dataset; naming: boolean; onNamed: () => void };

function Sets({ dataset, naming, onNamed }: Props) {
  const { t } = useTranslation("datasets");
  const { datasetId } = useParams({ from: "/console/datasets/$datasetId/evaluation" });
  const { set: wanted } = useSearch({ from: "/console/datasets/$datasetId/evaluation" });
  const navigate = useNavigate({ from: "/datasets/$datasetId/evaluation" });
  const found = useQuery(setsQuery(datasetId));
  const sets = found.data ?? [];
  const chosen = sets.find((each) => each.id === wanted) ?? sets[0];
  const choose = (id: string) => void navigate({ search: { set: id }, replace: true });
  return (
    <>
      <QueryList
        query={found}
        items={sets}
        skeleton={<SkeletonRows rows={3} />}
        empty={
          <EmptyState icon={<FlaskConical aria-hidden size={28} strokeWidth={1.5} />} title={t("evaluation.none")}>
            {t("evaluation.noneWhat")}
          </EmptyState>
        }
      >
        {(all) => (
          <>
            {all.length > 1 && (
              <Field label={t("evaluation.set")} className="max-w-sm">
                <Select value={chosen?.id} onChange={(event) => choose(event.target.value)}>
                  {all.map((each) => (
                    <option key={each.id} value={each.id}>
                      {each.name}
                    </option>
                  ))}
                </Select>
              </Field>
            )}
            {chosen && <SetPanel key={chosen.id} dataset={dataset} set={chosen} />}
          </>
        )}
      </QueryList>
      {naming && <NewSetDialog datasetId={datasetId} onClose={onNamed} onCreated={choose} />}
    </>
  );
}
