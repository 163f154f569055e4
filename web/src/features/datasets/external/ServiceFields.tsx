import { useTranslation } from "react-i18next";
import { Field, Input } from "@/ui";
import type { ServiceGiven } from "./queries";

type Props = {
  service: ServiceGiven;
  /** What is wrong, by the names that the API has. */
  errors: Record<string, string>;
  onChange: (service: ServiceGiven) => void;
};

/** What is entered of a service that is searched. */
export function ServiceFields({ service, errors, onChange }: Props) {
  const { t } = useTranslation("datasets");
  return (
    <>
      <Field label={t("external.serviceName")} error={errors.name}>
        <Input
          maxLength={40}
          value={service.name}
          onChange={(event) => onChange({ ...service, name: event.target.value })}
        />
      </Field>
      <Field label={t("external.endpoint")} hint={t("external.endpointHint")} error={errors["settings.endpoint"]}>
        <Input
          type="url"
          inputMode="url"
          maxLength={2000}
          placeholder="https://knowledge.example.com"
          value={service.endpoint}
          onChange={(event) => onChange({ ...service, endpoint: event.target.value })}
        />
      </Field>
      <Field label={t("external.key")} hint={t("external.keyHint")} error={errors["settings.api_key"]}>
        <Input
          type="password"
          autoComplete="off"
          maxLength={2000}
          value={service.key}
          onChange={(event) => onChange({ ...service, key: event.target.value })}
        />
      </Field>
    </>
  );
}
