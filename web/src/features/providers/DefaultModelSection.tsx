import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { ErrorState, Field, FormError, Section, Skeleton, toasts } from "@/ui";
import { type Chosen, ModelSelect } from "./ModelSelect";
import { defaultModelQuery, type ModelType } from "./queries";

const TYPES: ModelType[] = ["llm", "text-embedding", "rerank"];

/** The models that are used where none is named. */
export function DefaultModelSection() {
  const { t } = useTranslation("providers");
  return (
    <Section title={t("default.title")} description={t("default.what")}>
      <div className="grid gap-4 sm:grid-cols-2">
        {TYPES.map((type) => (
          <Choice key={type} type={type} />
        ))}
      </div>
    </Section>
  );
}

function Choice({ type }: { type: ModelType }) {
  const { t } = useTranslation("providers");
  const queries = useQueryClient();
  const { can } = useMember();
  const current = useQuery(defaultModelQuery(type));
  const save = useMutation({
    mutationFn: (chosen: Chosen | null) => {
      const body = { model_settings: [{ model_type: type, provider: chosen?.provider, model: chosen?.name }] };
      return call(api.POST("/console/api/workspaces/current/default-model", { body }));
    },
    onSuccess: (_, chosen) => {
      queries.setQueryData(defaultModelQuery(type).queryKey, chosen);
      toasts.show({ kind: "success", title: t("default.saved") });
    },
  });
  if (current.isPending) return <Skeleton className="h-14" />;
  if (current.isError) return <ErrorState error={current.error} onRetry={() => current.refetch()} />;
  return (
    <div className="flex flex-col gap-2">
      <Field label={t(`types.${type}`)}>
        <ModelSelect
          type={type}
          value={save.isPending ? (save.variables ?? null) : (current.data ?? null)}
          none={t("default.none")}
          disabled={!can("manage") || save.isPending}
          onChange={(chosen) => save.mutate(chosen)}
        />
      </Field>
      <FormError error={save.error} />
    </div>
  );
}
