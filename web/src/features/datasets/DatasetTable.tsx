import { Link } from "@tanstack/react-router";
import { Lock, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Badge, Button, IconButton, Table, Td, Th } from "@/ui";
import type { Dataset } from "./queries";
import { techniqueOf } from "./technique";

type Verbs = { onDelete: (dataset: Dataset) => void; onTakeOver: (dataset: Dataset) => void };

export function DatasetTable({ datasets, ...verbs }: Verbs & { datasets: Dataset[] }) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
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
        <Row key={dataset.id} dataset={dataset} {...verbs} />
      ))}
    </Table>
  );
}

/** Of others' private ones only the name and the owner are known. */
function Row({ dataset, onDelete, onTakeOver }: Verbs & { dataset: Dataset }) {
  const { t, i18n } = useTranslation("datasets");
  const { can } = useMember();
  const number = new Intl.NumberFormat(i18n.language);
  const hidden = dataset.is_private === true;
  const shown = (text: string) => (hidden ? "–" : text);
  return (
    <tr>
      <Td className="max-w-80 min-w-40 wrap-anywhere">
        {hidden ? (
          <span className="inline-flex items-center gap-1.5 font-medium">
            <Lock aria-hidden size={13} className="shrink-0 text-muted" />
            {dataset.name}
          </span>
        ) : (
          <Link
            to="/datasets/$datasetId"
            params={{ datasetId: dataset.id }}
            className="rounded font-medium hover:underline"
          >
            {dataset.name}
          </Link>
        )}
      </Td>
      <Td number>{shown(number.format(dataset.document_count ?? 0))}</Td>
      <Td number>{shown(number.format(dataset.word_count ?? 0))}</Td>
      <Td className="whitespace-nowrap">{shown(t(`techniques.${techniqueOf(dataset)}`))}</Td>
      <Td className="max-w-48">
        <span className="block truncate">{dataset.author_name ?? t("byKey")}</span>
        {dataset.owner_left && <Badge tone="warn">{t("others.left")}</Badge>}
      </Td>
      <Td className="whitespace-nowrap">{t(`permissions.${dataset.permission}`)}</Td>
      {can("curate") && (
        <Td className="text-right whitespace-nowrap">
          {dataset.owner_left && can("manage") && (
            <Button
              size="small"
              aria-label={t("others.takeOne", { name: dataset.name })}
              onClick={() => onTakeOver(dataset)}
            >
              {t("others.take")}
            </Button>
          )}
          {!hidden && (
            <IconButton
              size="small"
              label={t("deleteOne", { name: dataset.name })}
              icon={<Trash2 aria-hidden size={14} />}
              onClick={() => onDelete(dataset)}
            />
          )}
        </Td>
      )}
    </tr>
  );
}
