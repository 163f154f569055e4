import { useTranslation } from "react-i18next";
import { Field, Select } from "@/ui";
import {
  FILTER_MODES,
  type Filtering,
  type FilterMode,
  filterModeOf,
  filterOf,
  withFilter,
  withFilterMode,
} from "./choice";
import { areWhole } from "./conditions";
import { FilterFields } from "./FilterFields";
import { useFilterFields } from "./queries";

type Props<C extends Filtering> = {
  ids: string[];
  configs: C;
  /** Whether the app's model can write the filter; an agent says itself where it searches. */
  decides: boolean;
  onChange: (configs: C) => void;
};

/** Which documents are searched. */
export function FilterChoice<C extends Filtering>({ ids, configs, decides, onChange }: Props<C>) {
  const { t } = useTranslation("datasets");
  const mode = filterModeOf(configs);
  const filter = filterOf(configs);
  const fields = useFilterFields(mode === "manual" ? ids : []);
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("choosing.filter")} hint={mode === "automatic" ? t("choosing.filterAutomatic") : undefined}>
        <Select value={mode} onChange={(event) => onChange(withFilterMode(configs, event.target.value as FilterMode))}>
          {FILTER_MODES.filter((each) => decides || each !== "automatic" || each === mode).map((each) => (
            <option key={each} value={each}>
              {t(`choosing.filterModes.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {mode === "manual" && (
        <>
          <FilterFields fields={fields} value={filter} onChange={(next) => onChange(withFilter(configs, next))} />
          {!areWhole(filter) && <p className="text-xs text-danger-ink">{t("choosing.filterIncomplete")}</p>}
        </>
      )}
    </div>
  );
}
