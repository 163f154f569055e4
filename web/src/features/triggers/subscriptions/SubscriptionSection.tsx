import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Pause, Pencil, Play, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Code, ConfirmDialog, FormError, IconButton, Section, toasts } from "@/ui";
import { EventList } from "./EventList";
import { pathOf, SUBSCRIPTION, type Subscription, subscriptionsKey } from "./queries";
import { SubscriptionFacts } from "./SubscriptionFacts";
import { isPolled, placeOf } from "./source";

type Props = { subscription: Subscription; onEdit: () => void };

/** One subscription: whether it works, who listens, and what it has told. */
export function SubscriptionSection({ subscription, onEdit }: Props) {
  const { t } = useTranslation("triggers");
  const queries = useQueryClient();
  const { subscription: named } = useSearch({ from: "/console/subscriptions" });
  const [removing, setRemoving] = useState(false);
  const { id, name, kind, enabled, state, error } = subscription;
  const again = () => queries.invalidateQueries({ queryKey: subscriptionsKey });
  const test = useMutation({
    mutationFn: () => call(api.POST(`${SUBSCRIPTION}/test`, { params: pathOf(subscription) })),
    onSuccess: ({ ok }) => {
      if (ok) toasts.show({ kind: "success", title: t("subscriptions.works", { name }) });
      return again();
    },
  });
  const turn = useMutation({
    mutationFn: () => call(api.PATCH(SUBSCRIPTION, { params: pathOf(subscription), body: { enabled: !enabled } })),
    onSuccess: again,
  });
  const actions = (
    <div className="flex items-center gap-1">
      {isPolled(kind) && (
        <Button
          size="small"
          icon={<RefreshCw aria-hidden size={14} />}
          aria-label={t("subscriptions.testOne", { name })}
          busy={test.isPending}
          onClick={() => test.mutate()}
        >
          {t("subscriptions.test")}
        </Button>
      )}
      <IconButton
        size="small"
        label={t(enabled ? "subscriptions.pause" : "subscriptions.resume", { name })}
        icon={enabled ? <Pause aria-hidden size={14} /> : <Play aria-hidden size={14} />}
        disabled={turn.isPending}
        onClick={() => turn.mutate()}
      />
      <IconButton
        size="small"
        label={t("subscriptions.edit", { name })}
        icon={<Pencil aria-hidden size={14} />}
        onClick={onEdit}
      />
      <IconButton
        size="small"
        label={t("subscriptions.remove", { name })}
        icon={<Trash2 aria-hidden size={14} />}
        onClick={() => setRemoving(true)}
      />
    </div>
  );
  const problem = test.data?.error ?? (state === "source_deleted" ? t(`subscriptions.gone.${kind}` as never) : error);
  return (
    <Section
      title={name}
      description={[t(`subscriptions.kinds.${kind}`), placeOf(subscription)].filter(Boolean).join(" · ")}
      actions={actions}
      address={{ to: "/subscriptions", search: { subscription: id } }}
      named={named === id}
    >
      <div className="flex flex-col gap-3">
        <SubscriptionFacts subscription={subscription} />
        {problem && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 wrap-anywhere text-danger-ink">
            {problem}
          </p>
        )}
        <FormError error={test.error ?? turn.error} />
        {test.data?.sample && (
          <details open className="rounded-md border border-line">
            <summary className="cursor-pointer rounded-md px-3 py-2 text-sm">{t("subscriptions.sample")}</summary>
            <div className="border-t border-line p-3">
              <Code label={t("subscriptions.sample")} text={JSON.stringify(test.data.sample, null, 2)} />
            </div>
          </details>
        )}
        <EventList subscription={subscription} />
      </div>
      {removing && <RemoveDialog subscription={subscription} onClose={() => setRemoving(false)} />}
    </Section>
  );
}

function RemoveDialog({ subscription, onClose }: { subscription: Subscription; onClose: () => void }) {
  const { t } = useTranslation("triggers");
  const queries = useQueryClient();
  const { name } = subscription;
  const remove = useMutation({
    mutationFn: () => call(api.DELETE(SUBSCRIPTION, { params: pathOf(subscription) })),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("subscriptions.removed", { name }) });
      return queries.invalidateQueries({ queryKey: subscriptionsKey });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("subscriptions.removeTitle", { name })}
      description={t("subscriptions.removeWhat")}
      action={t("subscriptions.removeAction")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
