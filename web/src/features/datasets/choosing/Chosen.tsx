import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton, QueryView, SkeletonRows } from "@/ui";
import type { Dataset } from "../queries";

type Found = { data: Dataset[] | undefined; error: unknown; isError: boolean; refetch: () => unknown };
type Props = {
  ids: string[];
  found: Found;
  /** Who named each of these and can't read it any more, by the IDs. */
  lostBy?: Record<string, string>;
  onChange: (ids: string[]) => void;
};

export function Chosen({ ids, found, lostBy = {}, onChange }: Props) {
  const { t } = useTranslation("datasets");
  return (
    <QueryView query={found} skeleton={<SkeletonRows rows={ids.length} className="h-10" />}>
      {(datasets) => (
        <ul aria-label={t("choosing.title")} className="divide-y divide-line rounded-md border border-line">
          {ids.map((id) => (
            <Row
              key={id}
              id={id}
              dataset={datasets.find((each) => each.id === id)}
              lostBy={lostBy[id]}
              onRemove={() => onChange(ids.filter((each) => each !== id))}
            />
          ))}
        </ul>
      )}
    </QueryView>
  );
}

type RowProps = { id: string; dataset: Dataset | undefined; lostBy: string | undefined; onRemove: () => void };

function Row({ id, dataset, lostBy, onRemove }: RowProps) {
  const { t } = useTranslation("datasets");
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
              {t("documentCount", { count: dataset.document_count ?? 0 })} ·{" "}
              {t(`techniques.${dataset.indexing_technique ?? "none"}`)}
            </p>
          </>
        ) : (
          <p className="text-danger-ink">{t("choosing.lost")}</p>
        )}
        {lostBy && (
          <p className="text-xs wrap-anywhere text-warn-ink">
            {t(dataset ? "choosing.lostBy" : "choosing.lostToAll", { name: lostBy })}
          </p>
        )}
      </div>
      <IconButton
        size="small"
        label={t("choosing.remove", { name })}
        icon={<X aria-hidden size={14} />}
        onClick={onRemove}
      />
    </li>
  );
}
