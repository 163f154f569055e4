import { useSearch } from "@tanstack/react-router";
import { ExternalLink, Plus } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, Section } from "@/ui";
import { CredentialRow } from "./CredentialRow";
import { ModelList } from "./ModelList";
import type { Provider } from "./queries";

const CredentialDialog = lazy(() => import("./CredentialDialog"));

/** One provider: its credentials, of which one is in use, and its models. */
export function ProviderSection({ provider }: { provider: Provider }) {
  const { t } = useTranslation("providers");
  const { can } = useMember();
  // The credentials that are edited; "" are new ones.
  const [edited, setEdited] = useState<string | null>(null);
  const edit = (id: string) => startTransition(() => setEdited(id));
  const { status, available_credentials: credentials, current_credential_id } = provider.custom_configuration;
  const name = provider.label.en_US;
  const { provider: named } = useSearch({ from: "/console/settings/providers" });
  const key = `about.${provider.provider}`;
  return (
    <Section
      title={name}
      description={t(key as never, { defaultValue: "" })}
      address={{ to: "/settings/providers", search: { provider: provider.provider } }}
      named={named === provider.provider}
      actions={
        can("manage") && (
          <Button
            size="small"
            icon={<Plus aria-hidden size={14} />}
            aria-label={t("credentials.addTo", { name })}
            onClick={() => edit("")}
          >
            {t("credentials.add")}
          </Button>
        )
      }
    >
      {credentials.length === 0 ? (
        <p className="flex flex-wrap items-center gap-x-3 text-muted">
          {t("credentials.none")}
          {provider.help && (
            <a
              href={provider.help.url.en_US}
              target="_blank"
              rel="noreferrer"
              className="inline-flex items-center gap-1 text-accent-ink underline"
            >
              {t("credentials.getKey")}
              <ExternalLink aria-hidden size={12} />
            </a>
          )}
        </p>
      ) : (
        <ul aria-label={t("credentials.of", { name })} className="divide-y divide-line">
          {credentials.map((credential) => (
            <CredentialRow
              key={credential.credential_id}
              provider={provider}
              credential={credential}
              active={credential.credential_id === current_credential_id}
              onEdit={() => edit(credential.credential_id)}
            />
          ))}
        </ul>
      )}
      {status === "active" && <ModelList provider={provider} />}
      <Suspense>
        {edited !== null && (
          <CredentialDialog provider={provider} id={edited || null} onClose={() => setEdited(null)} />
        )}
      </Suspense>
    </Section>
  );
}
