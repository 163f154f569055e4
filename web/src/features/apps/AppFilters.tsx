import { useTranslation } from "react-i18next";
import { Checkbox, SearchInput, Select } from "@/ui";
import { MODES } from "./modes";
import type { AppsWanted } from "./queries";

type Props = { wanted: AppsWanted; onChange: (wanted: AppsWanted) => void };

/** Which apps are listed. */
export function AppFilters({ wanted, onChange }: Props) {
  const { t } = useTranslation("apps");
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <SearchInput
        label={t("apps.search")}
        className="w-full sm:w-72"
        value={wanted.name}
        onChange={(name) => onChange({ ...wanted, name })}
      />
      <Select
        aria-label={t("apps.mode")}
        className="w-auto!"
        value={wanted.mode}
        onChange={(event) => onChange({ ...wanted, mode: event.target.value as AppsWanted["mode"] })}
      >
        <option value="all">{t("apps.allModes")}</option>
        {MODES.map((mode) => (
          <option key={mode} value={mode}>
            {t(`modes.${mode}`)}
          </option>
        ))}
      </Select>
      <Checkbox
        label={t("apps.mine")}
        checked={wanted.mine}
        onChange={(event) => onChange({ ...wanted, mine: event.target.checked })}
      />
    </div>
  );
}
