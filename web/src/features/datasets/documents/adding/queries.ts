import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { DATASET, DATASETS, datasetKey } from "../../queries";
import { type Enrichment, processRule, type Rule } from "../../splitting/rule";

export type Estimate = Schemas["EstimateOut"];

/** So many files are looked at, as they come. */
export const MOST_ESTIMATED = 10;

/** What these files would be split into, and what that would take. */
export const estimateQuery = (datasetId: string, fileIds: string[], rule: Rule, enrichments: Enrichment[]) =>
  queryOptions({
    queryKey: [...datasetKey(datasetId), "estimate", fileIds, rule, enrichments],
    queryFn: ({ signal }) => {
      const file_ids = fileIds.slice(0, MOST_ESTIMATED);
      const info_list = { data_source_type: "upload_file" as const, file_info_list: { file_ids } };
      const process_rule = processRule(rule, enrichments);
      const body = { info_list, dataset_id: datasetId, doc_form: rule.form, process_rule };
      return call(api.POST(`${DATASETS}/indexing-estimate`, { body, signal }));
    },
    enabled: fileIds.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  });

/** Makes documents of uploaded files. `rule`: null for the pipeline as it is; another becomes its next version. */
export function addDocuments(
  datasetId: string,
  fileIds: string[],
  rule: Rule | null,
  enrichments: Enrichment[],
  folder: string,
): Promise<unknown> {
  const info_list = { data_source_type: "upload_file" as const, file_info_list: { file_ids: fileIds } };
  const body = {
    data_source: { info_list },
    ...(rule ? { doc_form: rule.form, process_rule: processRule(rule, enrichments) } : {}),
    ...(folder ? { folder } : {}),
  };
  const params = { path: { dataset_id: datasetId } };
  return call(api.POST(`${DATASET}/documents`, { params, body: body as never }));
}
