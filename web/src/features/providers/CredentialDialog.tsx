import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, asApiError, call } from "@/api";
import { AllowHost } from "@/features/accounts/hosts/AllowHost";
import { Button, Dialog, ErrorState, Field, FormError, Input, SkeletonRows, toasts } from "@/ui";
import { type FieldSchema, initialValues, missingValues, sentValues, type Values } from "./credentials";
import { credentialQuery, type Provider, providersKey } from "./queries";

const AT = "/console/api/workspaces/current/model-providers/{provider}/credentials";

type Props = { provider: Provider; id: string | null; onClose: () => void };

/** New credentials, or with `id` those that are there: their secrets are not shown. */
export default function CredentialDialog(props: Props) {
  return props.id === null ? <Form {...props} known={{}} knownName="" /> : <Loaded {...props} id={props.id} />;
}

function Loaded({ id, ...props }: Props & { id: string }) {
  const { t } = useTranslation("providers");
  const found = useQuery(credentialQuery(props.provider.provider, id));
  if (found.data)
    return (
      <Form {...props} id={id} known={found.data.credentials ?? {}} knownName={found.data.credential_name ?? ""} />
    );
  return (
    <Dialog open onClose={props.onClose} title={props.provider.label.en_US} description={t("credentials.loading")}>
      <div className="pb-5">
        {found.isError ? (
          <ErrorState error={found.error} onRetry={() => found.refetch()} />
        ) : (
          <SkeletonRows rows={3} className="h-14" />
        )}
      </div>
    </Dialog>
  );
}

function Form({ provider, id, onClose, known, knownName }: Props & { known: Values; knownName: string }) {
  const { t } = useTranslation("providers");
  const fields = provider.provider_credential_schema.credential_form_schemas;
  const [name, setName] = useState(knownName);
  const [values, setValues] = useState(() => initialValues(fields, known));
  const [missed, setMissed] = useState<string[]>([]);
  const sent = sentValues(fields, values, known);
  const { check, save } = useRequests({ provider, id, name, sent, onClose });
  const act = (request: { mutate: () => void }) => {
    const missing = missingValues(fields, sent);
    setMissed(missing);
    check.reset();
    save.reset();
    if (missing.length === 0) request.mutate();
  };
  const label = provider.label.en_US;
  return (
    <Dialog
      open
      onClose={onClose}
      title={id ? t("credentials.editTitle", { name: label }) : t("credentials.addTitle", { name: label })}
      description={t("credentials.tried")}
      onSubmit={() => act(save)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button busy={check.isPending} onClick={() => act(check)}>
            {t("credentials.check")}
          </Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("credentials.name")} hint={t("credentials.nameHint")}>
        <Input maxLength={30} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </Field>
      {fields.map((field) => (
        <Value
          key={field.variable}
          field={field}
          value={values[field.variable] ?? ""}
          known={known[field.variable]}
          missing={missed.includes(field.variable)}
          onChange={(value) => setValues({ ...values, [field.variable]: value })}
        />
      ))}
      <div role="status" aria-live="polite">
        {check.data?.result === "success" && (
          <p className="rounded-md bg-accent-soft px-3 py-2 text-accent-ink">{t("credentials.works")}</p>
        )}
        {check.data?.error && (
          <p className="rounded-md bg-danger-soft px-3 py-2 break-words text-danger-ink">{check.data.error}</p>
        )}
      </div>
      <FormError error={check.error ?? save.error} />
      <AllowHost
        details={check.data?.details ?? (save.error ? asApiError(save.error).details : null)}
        onAllowed={() => act(save.error ? save : check)}
      />
    </Dialog>
  );
}

type ValueProps = {
  field: FieldSchema;
  value: string;
  /** What is there by now, a secret masked. */
  known: string | undefined;
  missing: boolean;
  onChange: (value: string) => void;
};

function Value({ field, value, known, missing, onChange }: ValueProps) {
  const { t } = useTranslation("providers");
  const secret = field.type === "secret-input";
  const label = t(`fields.${field.variable}` as never, { defaultValue: field.label.en_US });
  const kept = secret && known ? t("credentials.kept", { value: known }) : undefined;
  return (
    <Field
      label={field.required ? label : t("credentials.optional", { name: label })}
      hint={kept}
      error={missing ? t("credentials.missing") : undefined}
    >
      <Input
        type={secret ? "password" : "text"}
        autoComplete={secret ? "new-password" : "off"}
        spellCheck={false}
        className="font-mono"
        placeholder={secret && known ? known : (field.placeholder?.en_US ?? "")}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

type Requests = { provider: Provider; id: string | null; name: string; sent: Values; onClose: () => void };

function useRequests({ provider, id, name, sent, onClose }: Requests) {
  const { t } = useTranslation("providers");
  const queries = useQueryClient();
  const params = { path: { provider: provider.provider } };
  const check = useMutation({
    mutationFn: () => call(api.POST(`${AT}/validate`, { params, body: { credentials: sent, credential_id: id } })),
  });
  const save = useMutation({
    mutationFn: async () => {
      const body = { credentials: sent, name: name.trim() || null };
      if (id) await call(api.PUT(AT, { params, body: { ...body, credential_id: id } }));
      else await call(api.POST(AT, { params, body }));
    },
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("credentials.saved") });
      return queries.invalidateQueries({ queryKey: providersKey });
    },
  });
  return { check, save };
}
