import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { errorText, QueryView, SavedCheckbox, Section, toasts } from "@/ui";
import { policyQuery } from "./queries";

/** For owners: whether all members need two-step verification. */
export function PolicySection() {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const query = useQuery(policyQuery);
  const save = useMutation({
    mutationFn: (required: boolean) =>
      call(api.POST("/console/api/workspaces/current/two-step", { body: { required } })),
    onSuccess: (policy) => queries.setQueryData(policyQuery.queryKey, policy),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  return (
    <Section title={t("policy.title")} description={t("policy.why")}>
      <QueryView query={query}>
        {(policy) => (
          <div className="flex flex-col gap-2">
            <SavedCheckbox label={t("policy.require")} checked={policy.required} save={save.mutateAsync} />
            <p className="text-xs text-muted">{t("policy.without", { count: policy.members_without })}</p>
          </div>
        )}
      </QueryView>
    </Section>
  );
}
