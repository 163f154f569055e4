import { useTranslation } from "react-i18next";
import type { Config } from "@/features/apps/configs/config";
import { areWhole } from "@/features/datasets/filters/conditions";
import { FilterFields } from "@/features/datasets/filters/FilterFields";
import { useFilterFields } from "@/features/datasets/filters/queries";
import { Checkbox } from "@/ui";
import { filterOf, withFilter } from "./config";

type Configs = Config["dataset_configs"];
type Props = { ids: string[]; configs: Configs; onChange: (configs: Configs) => void };

/** Whether only some of the documents are searched, and which. */
export function FilterChoice({ ids, configs, onChange }: Props) {
  const { t } = useTranslation("studio");
  const filter = filterOf(configs);
  const fields = useFilterFields(filter ? ids : []);
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        label={t("knowledge.filter")}
        checked={filter !== null}
        onChange={(event) =>
          onChange(withFilter(configs, event.target.checked ? { logical_operator: "and", conditions: [] } : null))
        }
      />
      {filter && (
        <>
          <FilterFields fields={fields} value={filter} onChange={(next) => onChange(withFilter(configs, next))} />
          {!areWhole(filter) && <p className="text-xs text-danger-ink">{t("knowledge.filterIncomplete")}</p>}
        </>
      )}
    </div>
  );
}
