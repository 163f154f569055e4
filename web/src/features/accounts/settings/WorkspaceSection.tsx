import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Field, FormError, fieldTexts, Input, Section, submitting, toasts } from "@/ui";
import { useMember, workspaceQuery } from "../queries";

export function WorkspaceSection() {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const { workspace } = useMember();
  const [name, setName] = useState(workspace.name);
  const save = useMutation({
    mutationFn: () => call(api.POST("/console/api/workspaces/info", { body: { name } })),
    onSuccess: ({ tenant }) => {
      queries.setQueryData(workspaceQuery.queryKey, tenant);
      toasts.show({ kind: "success", title: t("saved") });
    },
  });
  const fields = fieldTexts(save.error);
  return (
    <Section title={t("settings.workspace")} description={t("settings.workspaceWhy")}>
      <form onSubmit={submitting(() => save.mutate())} className="flex flex-col gap-4">
        <Field label={t("settings.workspaceName")} error={fields.name}>
          <Input value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        </Field>
        {!fields.name && <FormError error={save.error} />}
        <Button type="submit" look="primary" className="self-start" busy={save.isPending}>
          {t("save")}
        </Button>
      </form>
    </Section>
  );
}
