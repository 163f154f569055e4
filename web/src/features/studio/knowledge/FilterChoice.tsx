import { useTranslation } from "react-i18next";
import type { Config } from "@/features/apps/configs/config";
import { areWhole } from "@/features/datasets/filters/conditions";
import { FilterFields } from "@/features/datasets/filters/FilterFields";
import { useFilterFields } from "@/features/datasets/filters/queries";
import { Field, Select } from "@/ui";
import { FILTER_MODES, type FilterMode, filterModeOf, filterOf, withFilter, withFilterMode } from "./config";

type Configs = Config["dataset_configs"];
type Props = {
  ids: string[];
  configs: Configs;
  /** Whether the app's model can write the filter; an agent says itself where it searches. */
  decides: boolean;
  onChange: (configs: Configs) => void;
};

/** Which documents are searched. */
export function FilterChoice({ ids, configs, decides, onChange }: Props) {
  const { t } = useTranslation("studio");
  const mode = filterModeOf(configs);
  const filter = filterOf(configs);
  const fields = useFilterFields(mode === "manual" ? ids : []);
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("knowledge.filter")} hint={mode === "automatic" ? t("knowledge.filterAutomatic") : undefined}>
        <Select value={mode} onChange={(event) => onChange(withFilterMode(configs, event.target.value as FilterMode))}>
          {FILTER_MODES.filter((each) => decides || each !== "automatic" || each === mode).map((each) => (
            <option key={each} value={each}>
              {t(`knowledge.filterModes.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {mode === "manual" && (
        <>
          <FilterFields fields={fields} value={filter} onChange={(next) => onChange(withFilter(configs, next))} />
          {!areWhole(filter) && <p className="text-xs text-danger-ink">{t("knowledge.filterIncomplete")}</p>}
        </>
      )}
    </div>
  );
}
