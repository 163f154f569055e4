import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { FormError, SavedCheckbox, Section, toasts } from "@/ui";
import { appQuery, useApp } from "../queries";

/** Whether the app's keys are let in at all. */
export function ApiSwitch() {
  const { t } = useTranslation("apps");
  const queries = useQueryClient();
  const { can } = useMember();
  const app = useApp();
  const save = useMutation({
    mutationFn: (enable_api: boolean) => {
      const params = { path: { app_id: app.id } };
      return call(api.POST("/console/api/apps/{app_id}/api-enable", { params, body: { enable_api } }));
    },
    onSuccess: (changed) => {
      queries.setQueryData(appQuery(app.id).queryKey, changed);
      toasts.show({ kind: "success", title: t(changed.enable_api ? "keys.nowOn" : "keys.nowOff") });
    },
  });
  return (
    <Section title={t("keys.switch")} description={t("keys.switchWhat")}>
      <div className="flex flex-col gap-2">
        <SavedCheckbox
          label={t("keys.on")}
          checked={app.enable_api}
          disabled={!can("manage")}
          save={save.mutateAsync}
        />
        {!app.enable_api && <p className="text-danger-ink">{t("keys.off")}</p>}
        <FormError error={save.error} />
      </div>
    </Section>
  );
}
