import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { kindOf } from "@/features/workflows/kinds/registry";
import { errorText, exactTime, RelativeTime, SavedCheckbox, Table, Td, Th, toasts } from "@/ui";
import { type Trigger, triggersQuery } from "./queries";
import { Status } from "./Status";

type Kind = "trigger-webhook" | "trigger-schedule" | "trigger-plugin";

export function TriggerTable({ appId, triggers }: { appId: string; triggers: Trigger[] }) {
  const { t } = useTranslation("triggers");
  return (
    <Table
      label={t("nav.pages.triggers")}
      head={
        <>
          <Th>{t("trigger")}</Th>
          <Th>{t("on")}</Th>
          <Th>{t("last")}</Th>
          <Th number>{t("failures")}</Th>
          <Th className="hidden sm:table-cell">{t("next")}</Th>
        </>
      }
    >
      {triggers.map((trigger) => (
        <Row key={trigger.id} appId={appId} trigger={trigger} />
      ))}
    </Table>
  );
}

function Row({ appId, trigger }: { appId: string; trigger: Trigger }) {
  const { t, i18n } = useTranslation("triggers");
  const Icon = kindOf(trigger.trigger_type)?.icon ?? Zap;
  const { last } = trigger;
  return (
    <tr>
      <Td>
        <span className="flex min-w-28 items-center gap-2">
          <Icon aria-hidden size={16} className="shrink-0 text-muted" />
          <span className="min-w-0">
            <Link
              to="/apps/$appId/triggers"
              params={{ appId }}
              search={{ trigger: trigger.id }}
              className="rounded font-medium hover:underline"
            >
              {trigger.title || trigger.node_id}
            </Link>
            <span className="block text-xs text-muted">{t(`kinds.${trigger.trigger_type as Kind}`)}</span>
          </span>
        </span>
      </Td>
      <Td>
        <Switch appId={appId} trigger={trigger} />
      </Td>
      <Td className="whitespace-nowrap">
        {last ? (
          <span className="flex items-center gap-2" title={last.error ?? undefined}>
            <Status status={last.status} />
            <RelativeTime at={last.at} />
          </span>
        ) : (
          <span className="text-muted">{t("never")}</span>
        )}
      </Td>
      <Td number className="whitespace-nowrap">
        {trigger.looked_at > 0 ? t("failuresOf", { failures: trigger.failures, looked_at: trigger.looked_at }) : "–"}
      </Td>
      <Td className="hidden whitespace-nowrap sm:table-cell">
        {trigger.next_at ? (
          <time dateTime={new Date(trigger.next_at * 1000).toISOString()}>
            {exactTime(trigger.next_at, i18n.language)}
          </time>
        ) : (
          "–"
        )}
      </Td>
    </tr>
  );
}

export function Switch({ appId, trigger }: { appId: string; trigger: Trigger }) {
  const { t } = useTranslation("triggers");
  const queries = useQueryClient();
  const { can } = useMember();
  const save = useMutation({
    mutationFn: (enable_trigger: boolean) => {
      const params = { path: { app_id: appId } };
      const body = { trigger_id: trigger.id, enable_trigger };
      return call(api.POST("/console/api/apps/{app_id}/trigger-enable", { params, body }));
    },
    onSuccess: (changed) => {
      const { queryKey } = triggersQuery(appId);
      queries.setQueryData(queryKey, (before) =>
        before ? { ...before, data: before.data.map((each) => (each.id === changed.id ? changed : each)) } : before,
      );
      toasts.show({
        kind: "success",
        title: t(changed.status === "enabled" ? "nowOn" : "nowOff", { title: changed.title || changed.node_id }),
      });
    },
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  return (
    <SavedCheckbox
      label={<span className="sr-only">{t("onOne", { title: trigger.title || trigger.node_id })}</span>}
      checked={trigger.status === "enabled"}
      disabled={!can("edit")}
      save={save.mutateAsync}
    />
  );
}
