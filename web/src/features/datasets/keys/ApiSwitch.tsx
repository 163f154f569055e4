import { useTranslation } from "react-i18next";
import { FormError, SavedCheckbox, Section } from "@/ui";
import type { Dataset } from "../queries";
import { useDatasetChange } from "../settings/useDatasetChange";

/** Whether keys open this knowledge base at all. */
export function ApiSwitch({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("datasets");
  const save = useDatasetChange(dataset.id);
  const on = dataset.enable_api ?? true;
  return (
    <Section title={t("keys.switch")} description={t("keys.switchWhat")}>
      <div className="flex flex-col gap-2">
        <SavedCheckbox label={t("keys.on")} checked={on} save={(enable_api) => save.mutateAsync({ enable_api })} />
        {on && dataset.permission !== "all_team_members" && <p className="text-muted">{t("keys.private")}</p>}
        <FormError error={save.error} />
      </div>
    </Section>
  );
}
