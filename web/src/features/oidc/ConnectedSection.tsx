import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, ConfirmDialog, errorText, FormError, RelativeTime, Section, toasts } from "@/ui";
import { OidcFailure } from "./OidcFailure";
import { type Identity, identitiesQuery, type OidcReturn, oidcQuery } from "./queries";

/** The sign-in providers of this installation, and those this account is connected to. */
export function ConnectedSection() {
  const { t } = useTranslation("oidc");
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
    if (label) toasts.show({ kind: "success", title: t("connected", { label }) });
  }, [label, t]);
  if (!providers.data || !identities.data || providers.data.length + identities.data.length === 0) return null;
  const free = providers.data.filter(({ name }) => !identities.data.some((each) => each.provider === name));
  return (
    <Section title={t("title")} description={t("why")}>
      <div className="flex flex-col gap-3">
        <OidcFailure {...returned} />
        <ul className="flex flex-col divide-y divide-line">
          {identities.data.map((each) => (
            <Row key={each.id} label={each.label} about={<About identity={each} />}>
              <Button
                size="small"
                aria-label={t("disconnectThis", { label: each.label })}
                onClick={() => setLeaving(each)}
              >
                {t("disconnect")}
              </Button>
            </Row>
          ))}
          {free.map(({ name, label }) => (
            <Row key={name} label={label} about={t("notConnected")}>
              <Button
                size="small"
                aria-label={t("connectTo", { label })}
                disabled={connect.isPending}
                onClick={() => connect.mutate(name)}
              >
                {t("connect")}
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
  const { t } = useTranslation("oidc");
  if (identity.provider === null) return t("unavailable");
  return (
    <>
      {identity.email && `${identity.email} · `}
      {identity.last_used_at === null ? (
        t("neverUsed")
      ) : (
        <>
          {t("lastUsed")} <RelativeTime at={identity.last_used_at} />
        </>
      )}
    </>
  );
}

function Leaving({ identity, onClose }: { identity: Identity; onClose: () => void }) {
  const { t } = useTranslation("oidc");
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: () =>
      call(
        api.DELETE("/console/api/account/identities/{identity_id}", { params: { path: { identity_id: identity.id } } }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: identitiesQuery.queryKey });
      toasts.show({ kind: "success", title: t("disconnected") });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("disconnectFrom", { label: identity.label })}
      description={t("disconnectWhy", { label: identity.label })}
      action={t("disconnect")}
      busy={leave.isPending}
      onConfirm={() => leave.mutate()}
    >
      {leave.error && <FormError error={leave.error} />}
    </ConfirmDialog>
  );
}
