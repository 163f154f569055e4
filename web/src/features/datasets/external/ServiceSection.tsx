import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, FormError, fieldTexts, QueryView, Section, SkeletonRows, submitting, toasts } from "@/ui";
import type { Dataset } from "../queries";
import { bodyOf, givenOf, type Service, servicesQuery, useServiceChange } from "./queries";
import { ServiceFields } from "./ServiceFields";

/** The service that answers for this knowledge base, and for others that ask it. */
export function ServiceSection({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const about = dataset.external_knowledge_info;
  const found = useQuery({ ...servicesQuery, enabled: can("manage") });
  return (
    <Section
      title={t("external.service")}
      description={t("external.knowledge", { id: about?.external_knowledge_id ?? "–" })}
    >
      {can("manage") ? (
        <QueryView query={found} skeleton={<SkeletonRows rows={3} />}>
          {(services) => {
            const service = services.find(({ id }) => id === about?.external_knowledge_api_id);
            return service ? <ServiceForm key={service.id} service={service} /> : <p>{t("external.serviceGone")}</p>;
          }}
        </QueryView>
      ) : (
        <p className="wrap-anywhere">
          {about?.external_knowledge_api_name
            ? `${about.external_knowledge_api_name} (${about.external_knowledge_api_endpoint})`
            : t("external.serviceGone")}
        </p>
      )}
    </Section>
  );
}

function ServiceForm({ service }: { service: Service }) {
  const { t } = useTranslation("datasets");
  const [given, setGiven] = useState(givenOf(service));
  const save = useServiceChange(service, (changed) => {
    setGiven(givenOf(changed));
    toasts.show({ kind: "success", title: t("saved") });
  });
  const errors = fieldTexts(save.error);
  const others = service.dataset_bindings.length - 1;
  return (
    <form
      onSubmit={submitting(() => save.mutate(bodyOf(given, service.description)))}
      className="flex flex-col gap-4"
      noValidate
    >
      <ServiceFields service={given} errors={errors} onChange={setGiven} />
      {others > 0 && <p className="text-sm text-muted">{t("external.others", { count: others })}</p>}
      {Object.keys(errors).length === 0 && <FormError error={save.error} />}
      <Button type="submit" look="primary" className="self-start" busy={save.isPending}>
        {t("save")}
      </Button>
    </form>
  );
}
