import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Badge, Button, ConfirmDialog, errorText, FormError, QueryList, RelativeTime, Section, toasts } from "@/ui";
import { deviceOf } from "./agent";
import { type LoginSession, sessionsQuery } from "./queries";

export function SessionsSection() {
  const { t } = useTranslation("accounts");
  const query = useQuery(sessionsQuery);
  const [confirming, setConfirming] = useState(false);
  const sessions = query.data?.data ?? [];
  const others = sessions.length > 1 && (
    <Button size="small" onClick={() => setConfirming(true)}>
      {t("sessions.endOthers")}
    </Button>
  );
  return (
    <Section title={t("sessions.title")} description={t("sessions.why")} actions={others}>
      <QueryList query={query} items={sessions} empty={null}>
        {(items) => (
          <ul className="flex flex-col divide-y divide-line">
            {items.map((each) => (
              <Session key={each.id} session={each} />
            ))}
          </ul>
        )}
      </QueryList>
      {confirming && <EndOthersDialog onClose={() => setConfirming(false)} />}
    </Section>
  );
}

function Session({ session }: { session: LoginSession }) {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => {
      const params = { path: { session_id: session.id } };
      return call(api.DELETE("/console/api/account/sessions/{session_id}", { params }));
    },
    onSuccess: () => toasts.show({ kind: "success", title: t("sessions.ended") }),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const { browser, system } = deviceOf(session.user_agent);
  const device = browser && system ? t("sessions.device", { browser, system }) : (browser ?? t("sessions.unknown"));
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 py-2.5 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="font-medium wrap-anywhere" title={session.user_agent}>
          {device} {session.current && <Badge tone="good">{t("sessions.current")}</Badge>}
        </p>
        <p className="text-xs text-muted">
          {t(`sessions.methods.${session.method}`)} · <span className="font-mono">{session.ip}</span> ·{" "}
          <RelativeTime at={session.last_seen_at} />
        </p>
      </div>
      {!session.current && (
        <Button
          size="small"
          busy={end.isPending}
          onClick={() => end.mutate()}
          aria-label={t("sessions.endOne", { device })}
        >
          {t("sessions.end")}
        </Button>
      )}
    </li>
  );
}

function EndOthersDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => call(api.POST("/console/api/account/sessions/end-others")),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("sessions.ended") });
      void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("sessions.endOthersTitle")}
      description={t("sessions.endOthersWhat")}
      action={t("sessions.endOthers")}
      busy={end.isPending}
      onConfirm={() => end.mutate()}
    >
      {end.error && <FormError error={end.error} />}
    </ConfirmDialog>
  );
}
