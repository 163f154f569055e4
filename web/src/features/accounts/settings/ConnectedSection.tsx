import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, ConfirmDialog, errorText, FormError, RelativeTime, Section, toasts } from "@/ui";
import { OidcFailure } from "../OidcFailure";
import { type Identity, identitiesQuery, type OidcReturn, oidcQuery } from "../oidc";

/** The sign-in providers of this installation, and those this account is connected to. */
export function ConnectedSection() {
  const { t } = useTranslation("accounts");
  const navigate = useNavigate();
  // What came of connecting one is shown until the page is left or loaded again.
  const [returned] = useState<OidcReturn>(() => Object.fromEntries(new URLSearchParams(location.search)));
  useEffect(() => {
    if (returned.error || returned.connected) void navigate({ to: "/settings", search: {}, replace: true });
  }, [returned, navigate]);
  const [providers, identities] = useQueries({ queries: [oidcQuery, identitiesQuery] });
  const [leaving, setLeaving] = useState<Identity | null>(null);
  const connect = useMutation({
    mutationFn: (provider: string) =>
      call(api.POST("/console/api/account/identities/{provider}/connect", { params: { path: { provider } } })),
    onSuccess: ({ url }) => location.assign(url),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  const label = providers.data?.find(({ name }) => name === returned.connected)?.label;
  useEffect(() => {
    if (label) toasts.show({ kind: "success", title: t("oidc.connected", { label }) });
  }, [label, t]);
  if (!providers.data || !identities.data || providers.data.length + identities.data.length === 0) return null;
  const free = providers.data.filter(({ name }) => !identities.data.some((each) => each.provider === name));
  return (
    <Section title={t("oidc.title")} description={t("oidc.why")}>
      <div className="flex flex-col gap-3">
        <OidcFailure {...returned} />
        <ul className="flex flex-col divide-y divide-line">
          {identities.data.map((each) => (
            <Row key={each.id} label={each.label} about={<About identity={each} />}>
              <Button
                size="small"
                aria-label={t("oidc.disconnectThis", { label: each.label })}
                onClick={() => setLeaving(each)}
              >
                {t("oidc.disconnect")}
              </Button>
            </Row>
          ))}
          {free.map(({ name, label }) => (
            <Row key={name} label={label} about={t("oidc.notConnected")}>
              <Button
                size="small"
                aria-label={t("oidc.connectTo", { label })}
                disabled={connect.isPending}
                onClick={() => connect.mutate(name)}
              >
                {t("oidc.connect")}
              </Button>
            </Row>
          ))}
        </ul>
      </div>
      {leaving && <Leaving identity={leaving} onClose={() => setLeaving(null)} />}
    </Section>
  );
}

function Row({ label, about, children }: { label: string; about: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-2">
      <span className="min-w-0">
        <span className="block font-medium wrap-anywhere">{label}</span>
        <span className="block text-xs wrap-anywhere text-muted">{about}</span>
      </span>
      {children}
    </li>
  );
}

function About({ identity }: { identity: Identity }) {
  const { t } = useTranslation("accounts");
  if (identity.provider === null) return t("oidc.unavailable");
  return (
    <>
      {identity.email && `${identity.email} · `}
      {identity.last_used_at === null ? (
        t("oidc.neverUsed")
      ) : (
        <>
          {t("oidc.lastUsed")} <RelativeTime at={identity.last_used_at} />
        </>
      )}
    </>
  );
}

function Leaving({ identity, onClose }: { identity: Identity; onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: () =>
      call(
        api.DELETE("/console/api/account/identities/{identity_id}", { params: { path: { identity_id: identity.id } } }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: identitiesQuery.queryKey });
      toasts.show({ kind: "success", title: t("oidc.disconnected") });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("oidc.disconnectFrom", { label: identity.label })}
      description={t("oidc.disconnectWhy", { label: identity.label })}
      action={t("oidc.disconnect")}
      busy={leave.isPending}
      onConfirm={() => leave.mutate()}
    >
      {leave.error && <FormError error={leave.error} />}
    </ConfirmDialog>
  );
}
