import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Dialog, Field, FormError, fieldTexts, Input, Select, toasts } from "@/ui";
import {
  pathOf,
  SUBSCRIPTION,
  SUBSCRIPTIONS,
  type Subscription,
  type SubscriptionKind,
  subscriptionsKey,
} from "./queries";
import { SourceFields } from "./SourceFields";
import { isComplete, isPolled, KINDS, NEW_SOURCE, type SourceGiven, sentSource, sourceOf } from "./source";

type Props = { subscription: Subscription | null; onClose: () => void };
type Given = { name: string; kind: SubscriptionKind; every: number; source: SourceGiven };

const MINUTES = [1, 5, 15, 60, 360, 1440];

/** A subscription that is added or changed. Either way its source has to answer before it is kept. */
export default function SubscriptionDialog({ subscription, onClose }: Props) {
  const { t } = useTranslation("triggers");
  const [given, setGiven] = useState<Given>(() => ({
    name: subscription?.name ?? "",
    kind: subscription?.kind ?? "feed",
    every: subscription?.every ?? 300,
    source: subscription ? sourceOf(subscription) : NEW_SOURCE,
  }));
  const save = useSave(subscription, onClose);
  const errors = fieldTexts(save.error);
  const inSource = Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [path.replace(`source.${given.kind}.`, ""), text]),
  );
  const ready = given.name.trim() !== "" && isComplete(given.kind, given.source);
  return (
    <Dialog
      open
      onClose={onClose}
      title={subscription ? t("subscriptions.edit", { name: subscription.name }) : t("subscriptions.add")}
      description={t(isPolled(given.kind) ? "subscriptions.checkedFirst" : "subscriptions.fromNow")}
      onSubmit={() => ready && save.mutate(given)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={save.isPending} disabled={!ready}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("subscriptions.name")} error={errors.name}>
        <Input
          autoFocus
          maxLength={40}
          value={given.name}
          onChange={(event) => setGiven({ ...given, name: event.target.value })}
        />
      </Field>
      <Field label={t("subscriptions.kind")}>
        <Select
          value={given.kind}
          disabled={subscription !== null}
          onChange={(event) => {
            save.reset();
            setGiven({ ...given, kind: event.target.value as SubscriptionKind });
          }}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`subscriptions.kinds.${kind}`)}
            </option>
          ))}
        </Select>
      </Field>
      <SourceFields
        kind={given.kind}
        source={given.source}
        saved={subscription}
        errors={inSource}
        onChange={(source) => setGiven({ ...given, source })}
      />
      {isPolled(given.kind) && (
        <Field label={t("subscriptions.every")}>
          <Select value={given.every} onChange={(event) => setGiven({ ...given, every: Number(event.target.value) })}>
            {[...new Set([...MINUTES.map((each) => each * 60), given.every])]
              .sort((one, other) => one - other)
              .map((seconds) => (
                <option key={seconds} value={seconds}>
                  {seconds < 3600
                    ? t("subscriptions.minutes", { count: Math.round(seconds / 60) })
                    : t("subscriptions.hours", { count: Math.round(seconds / 3600) })}
                </option>
              ))}
          </Select>
        </Field>
      )}
      {Object.keys(errors).length === 0 && <FormError error={save.error} />}
    </Dialog>
  );
}

function useSave(subscription: Subscription | null, onClose: () => void) {
  const { t } = useTranslation("triggers");
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, kind, every, source }: Given) => {
      const body = { name: name.trim(), every, source: sentSource(kind, source) };
      return subscription
        ? call(api.PATCH(SUBSCRIPTION, { params: pathOf(subscription), body }))
        : call(api.POST(SUBSCRIPTIONS, { body }));
    },
    onSuccess: ({ name }) => {
      onClose();
      toasts.show({ kind: "success", title: t("subscriptions.saved", { name }) });
      return queries.invalidateQueries({ queryKey: subscriptionsKey });
    },
  });
}
