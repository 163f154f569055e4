import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { appDatasetsQuery, type Dataset } from "@/features/datasets/queries";
import { IconButton, QueryView, SkeletonRows } from "@/ui";

type Found = { data: Dataset[] | undefined; error: unknown; isError: boolean; refetch: () => unknown };
type Props = { ids: string[]; found: Found; onChange: (ids: string[]) => void };

export function Chosen({ ids, found, onChange }: Props) {
  const { t } = useTranslation("studio");
  const bindings = useQuery(appDatasetsQuery(useApp().id)).data ?? [];
  return (
    <QueryView query={found} skeleton={<SkeletonRows rows={ids.length} className="h-10" />}>
      {(datasets) => (
        <ul aria-label={t("knowledge.title")} className="divide-y divide-line rounded-md border border-line">
          {ids.map((id) => (
            <Row
              key={id}
              id={id}
              dataset={datasets.find((each) => each.id === id)}
              lostBy={bindings.find((each) => each.id === id && each.lost_access)?.bound_by?.name}
              onRemove={() => onChange(ids.filter((each) => each !== id))}
            />
          ))}
        </ul>
      )}
    </QueryView>
  );
}

type RowProps = {
  id: string;
  dataset: Dataset | undefined;
  /** Who named it and can't read it any more. */
  lostBy: string | undefined;
  onRemove: () => void;
};

function Row({ id, dataset, lostBy, onRemove }: RowProps) {
  const { t } = useTranslation(["studio", "datasets"]);
  const name = dataset?.name ?? id;
  return (
    <li className="flex items-center gap-2 px-3 py-1.5">
      <div className="min-w-0 flex-1">
        {dataset ? (
          <>
            <Link
              to="/datasets/$datasetId"
              params={{ datasetId: id }}
              className="rounded font-medium wrap-anywhere hover:underline"
            >
              {name}
            </Link>
            <p className="text-xs text-muted">
              {t("datasets:documentCount", { count: dataset.document_count ?? 0 })} ·{" "}
              {t(`datasets:techniques.${dataset.indexing_technique ?? "none"}`)}
            </p>
          </>
        ) : (
          <p className="text-danger-ink">{t("knowledge.lost")}</p>
        )}
        {lostBy && (
          <p className="text-xs wrap-anywhere text-warn-ink">
            {t(dataset ? "knowledge.lostBy" : "knowledge.lostToAll", { name: lostBy })}
          </p>
        )}
      </div>
      <IconButton
        size="small"
        label={t("knowledge.remove", { name })}
        icon={<X aria-hidden size={14} />}
        onClick={onRemove}
      />
    </li>
  );
}
