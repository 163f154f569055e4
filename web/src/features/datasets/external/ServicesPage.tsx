import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Pencil, Plug, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import {
  BackLink,
  Button,
  ConfirmDialog,
  DetailHead,
  DetailPage,
  Dialog,
  EmptyState,
  FormError,
  fieldTexts,
  IconButton,
  SkeletonRows,
  Table,
  Td,
  Th,
} from "@/ui";
import { bodyOf, givenOf, SERVICE, type Service, servicesKey, servicesQuery, useServiceChange } from "./queries";
import { ServiceFields } from "./ServiceFields";

type Asked = { verb: "edit" | "delete"; service: Service };

/** The services that external knowledge bases ask. */
export function ServicesPage() {
  const { t } = useTranslation("datasets");
  const [asked, setAsked] = useState<Asked | null>(null);
  const found = useQuery(servicesQuery);
  const close = () => setAsked(null);
  return (
    <>
      <DetailPage
        title={t("external.services")}
        back={<BackLink to="/knowledge">{t("all")}</BackLink>}
        query={found}
        skeleton={<SkeletonRows rows={3} className="h-10" />}
      >
        {(services) => (
          <>
            <DetailHead
              heading={t("external.services")}
              facts={<p className="mt-1 text-muted">{t("external.servicesWhat")}</p>}
            />
            {services.length > 0 ? (
              <ServiceTable services={services} onSelect={setAsked} />
            ) : (
              <EmptyState icon={<Plug aria-hidden size={32} strokeWidth={1.5} />} title={t("external.noServices")}>
                {t("external.noServicesWhat")}
              </EmptyState>
            )}
          </>
        )}
      </DetailPage>
      {asked?.verb === "edit" && <EditService service={asked.service} onClose={close} />}
      {asked?.verb === "delete" && <DeleteService service={asked.service} onClose={close} />}
    </>
  );
}

function ServiceTable({ services, onSelect }: { services: Service[]; onSelect: (asked: Asked) => void }) {
  const { t } = useTranslation("datasets");
  const { can } = useMember();
  const head = (
    <>
      <Th>{t("name")}</Th>
      <Th>{t("external.endpoint")}</Th>
      <Th>{t("title")}</Th>
      {can("manage") && <Th aria-label={t("actions")} />}
    </>
  );
  return (
    <Table label={t("external.services")} head={head}>
      {services.map((service) => (
        <tr key={service.id}>
          <Td className="max-w-60 min-w-28 font-medium wrap-anywhere">{service.name}</Td>
          <Td className="max-w-80 min-w-40 wrap-anywhere text-muted">{service.settings.endpoint}</Td>
          <Td className="min-w-32">
            {service.dataset_bindings.length === 0 && <span className="text-muted">–</span>}
            <ul>
              {service.dataset_bindings.map(({ id, name }) => (
                <li key={id}>
                  <Link
                    to="/datasets/$datasetId"
                    params={{ datasetId: id }}
                    className="rounded wrap-anywhere hover:underline"
                  >
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </Td>
          {can("manage") && (
            <Td className="text-right whitespace-nowrap">
              <IconButton
                size="small"
                label={t("external.editOne", { name: service.name })}
                icon={<Pencil aria-hidden size={14} />}
                onClick={() => onSelect({ verb: "edit", service })}
              />
              <IconButton
                size="small"
                label={t("deleteOne", { name: service.name })}
                icon={<Trash2 aria-hidden size={14} />}
                onClick={() => onSelect({ verb: "delete", service })}
              />
            </Td>
          )}
        </tr>
      ))}
    </Table>
  );
}

type DialogProps = { service: Service; onClose: () => void };

function EditService({ service, onClose }: DialogProps) {
  const { t } = useTranslation("datasets");
  const [given, setGiven] = useState(givenOf(service));
  const save = useServiceChange(service, onClose);
  const errors = fieldTexts(save.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("external.editOne", { name: service.name })}
      onSubmit={() => !save.isPending && save.mutate(bodyOf(given, service.description))}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <ServiceFields service={given} errors={errors} onChange={setGiven} />
      {Object.keys(errors).length === 0 && <FormError error={save.error} />}
    </Dialog>
  );
}

function DeleteService({ service, onClose }: DialogProps) {
  const { t } = useTranslation("datasets");
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(api.DELETE(SERVICE, { params: { path: { external_api_id: service.id } } })),
    onSuccess: () => {
      onClose();
      return queries.invalidateQueries({ queryKey: servicesKey });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("deleteTitle", { name: service.name })}
      description={t("external.deleteWhat")}
      action={t("external.deleteAction")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
