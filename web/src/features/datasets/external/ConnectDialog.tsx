import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { Button, Dialog, Field, FormError, fieldTexts, Input, QueryView, Select, SkeletonRows } from "@/ui";
import { DATASETS, datasetsKey } from "../queries";
import { bodyOf, NEW, SERVICES, type Service, type ServiceGiven, servicesKey, servicesQuery } from "./queries";
import { ServiceFields } from "./ServiceFields";

type Given = { name: string; knowledgeId: string; serviceId: string; service: ServiceGiven };

/** A knowledge base whose documents another service has. */
export default function ConnectDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("datasets");
  const found = useQuery(servicesQuery);
  if (found.data) return <ConnectForm services={found.data} title={t("external.connect")} onClose={onClose} />;
  return (
    <Dialog open onClose={onClose} title={t("external.connect")}>
      <QueryView query={found} skeleton={<SkeletonRows rows={3} />}>
        {() => null}
      </QueryView>
    </Dialog>
  );
}

type Props = { services: Service[]; title: string; onClose: () => void };

function ConnectForm({ services, title, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const [given, setGiven] = useState<Given>({
    name: "",
    knowledgeId: "",
    serviceId: services[0]?.id ?? "",
    service: NEW,
  });
  const connect = useConnect(onClose, (serviceId) => setGiven((now) => ({ ...now, serviceId })));
  const errors = fieldTexts(connect.error);
  const ofService = connect.error && given.serviceId === "" ? errors : {};
  const ofDataset = given.serviceId === "" ? {} : errors;
  const none = services.length === 0 && !can("manage");
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={t(none ? "external.noService" : "external.what")}
      onSubmit={() => !none && connect.mutate(given)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          {!none && (
            <Button
              type="submit"
              look="primary"
              busy={connect.isPending}
              disabled={given.name.trim() === "" || given.knowledgeId.trim() === ""}
            >
              {t("external.connectAction")}
            </Button>
          )}
        </>
      }
    >
      {!none && (
        <>
          <Field label={t("name")} error={ofDataset.name}>
            <Input
              autoFocus
              maxLength={40}
              value={given.name}
              onChange={(event) => setGiven({ ...given, name: event.target.value })}
            />
          </Field>
          <Field label={t("external.service")}>
            <Select value={given.serviceId} onChange={(event) => setGiven({ ...given, serviceId: event.target.value })}>
              {services.map(({ id, name, settings }) => (
                <option key={id} value={id}>
                  {`${name} (${settings.endpoint})`}
                </option>
              ))}
              {can("manage") && <option value="">{t("external.newService")}</option>}
            </Select>
          </Field>
          {given.serviceId === "" && (
            <ServiceFields
              service={given.service}
              errors={ofService}
              onChange={(service) => setGiven({ ...given, service })}
            />
          )}
          <Field
            label={t("external.knowledgeId")}
            hint={t("external.knowledgeIdHint")}
            error={ofDataset.external_knowledge_id}
          >
            <Input
              maxLength={255}
              value={given.knowledgeId}
              onChange={(event) => setGiven({ ...given, knowledgeId: event.target.value })}
            />
          </Field>
          {Object.keys(errors).length === 0 && <FormError error={connect.error} />}
        </>
      )}
    </Dialog>
  );
}

/** Adds the service first, if it is new. `onAdded`: it is there, whatever becomes of the rest. */
function useConnect(onClose: () => void, onAdded: (serviceId: string) => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async ({ name, knowledgeId, serviceId, service }: Given) => {
      let id = serviceId;
      if (id === "") {
        ({ id } = await call(api.POST(SERVICES, { body: bodyOf(service) })));
        await queries.invalidateQueries({ queryKey: servicesKey });
        onAdded(id);
      }
      const whose = { external_knowledge_api_id: id, external_knowledge_id: knowledgeId.trim() };
      return call(api.POST(`${DATASETS}/external`, { body: { name: name.trim(), ...whose } }));
    },
    onSuccess: async ({ id }) => {
      onClose();
      await queries.invalidateQueries({ queryKey: datasetsKey });
      await navigate({ to: "/datasets/$datasetId/search", params: { datasetId: id } });
    },
  });
}
