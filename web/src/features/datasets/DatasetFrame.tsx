import { useQuery } from "@tanstack/react-query";
import { type LinkProps, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { BackLink, DetailHead, DetailPage, TabLink, TabLinks } from "@/ui";
import { type Dataset, datasetQuery } from "./queries";
import { DATASET_TABS } from "./tabs";
import { techniqueOf } from "./technique";

type Props = { actions?: ReactNode | ((dataset: Dataset) => ReactNode); children: (dataset: Dataset) => ReactNode };

/** What the pages of one knowledge base have in common. */
export function DatasetFrame({ actions, children }: Props) {
  const { t } = useTranslation("datasets");
  const member = useMember();
  const { datasetId } = useParams({ strict: false });
  const found = useQuery(datasetQuery(datasetId!));
  return (
    <DetailPage
      title={found.data?.name ?? t("title")}
      back={<BackLink to="/knowledge">{t("all")}</BackLink>}
      query={found}
    >
      {(dataset) => (
        <>
          <DetailHead heading={dataset.name} facts={<Facts dataset={dataset} />}>
            {typeof actions === "function" ? actions(dataset) : actions}
          </DetailHead>
          <div className="-mx-4 sm:-mx-8">
            <TabLinks label={dataset.name}>
              {DATASET_TABS.filter(({ offered }) => offered?.(member, dataset) ?? true).map(({ to, label }) => (
                <TabLink
                  key={to}
                  {...({ to, params: { datasetId: dataset.id } } as LinkProps)}
                  activeOptions={{ exact: to === "/datasets/$datasetId", includeSearch: false }}
                >
                  {t(`tabs.${label}`)}
                </TabLink>
              ))}
            </TabLinks>
          </div>
          {children(dataset)}
        </>
      )}
    </DetailPage>
  );
}

function Facts({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("datasets");
  const { indexing_technique: technique, embedding_model: model } = dataset;
  return (
    <p className="mt-1 flex flex-wrap gap-x-3 text-xs text-muted">
      <span>{t("documentCount", { count: dataset.document_count ?? 0 })}</span>
      <span>{t("characterCount", { count: dataset.word_count ?? 0 })}</span>
      <span>
        {t(`techniques.${techniqueOf(dataset)}`)}
        {technique === "high_quality" && model && ` (${model})`}
      </span>
      <span>{t(`permissions.${dataset.permission}`)}</span>
    </p>
  );
}
