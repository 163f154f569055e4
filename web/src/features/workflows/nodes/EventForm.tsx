import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Field, FormError, Select } from "@/ui";
import { textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

const SUBSCRIPTIONS = "/console/api/workspaces/current/trigger-subscriptions";

/** The same as their page has. */
const subscriptionsQuery = queryOptions({
  queryKey: ["subscriptions", "all"],
  queryFn: ({ signal }) => call(api.GET(SUBSCRIPTIONS, { params: { query: { page: 1, limit: 100 } }, signal })),
});

/** Which subscription starts the workflow, and at which of its events. */
export default function EventForm({ data, change, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const found = useQuery(subscriptionsQuery);
  const all = found.data?.data ?? [];
  const id = textOf(data.subscription_id);
  const event = textOf(data.event_name);
  const chosen = all.find((each) => each.id === id);
  const lost = id !== "" && found.isSuccess && !chosen;
  const events = chosen?.events ?? [];
  return (
    <>
      <Field
        label={t("eventNode.subscription")}
        hint={chosen && chosen.state !== "active" ? t(`eventNode.states.${chosen.state}`) : undefined}
        error={lost ? t("eventNode.lost") : undefined}
      >
        <Select
          value={id}
          disabled={readOnly || found.isPending}
          onChange={({ target }) => {
            const next = all.find((each) => each.id === target.value);
            change({ subscription_id: target.value, provider_id: next?.kind ?? "", event_name: "" });
          }}
        >
          <option value="">{t("eventNode.choose")}</option>
          {id !== "" && !chosen && <option value={id}>{textOf(data.provider_id) || id}</option>}
          {all.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </Select>
      </Field>
      {(events.length > 1 || event !== "") && (
        <Field label={t("eventNode.event")} hint={t("eventNode.eventHint")}>
          <Select value={event} disabled={readOnly} onChange={({ target }) => change({ event_name: target.value })}>
            <option value="">{t("eventNode.every")}</option>
            {event !== "" && !events.includes(event) && <option value={event}>{event}</option>}
            {events.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <FormError error={found.error} />
      <Link
        to={"/subscriptions" as string}
        className="inline-flex items-center gap-1 self-start rounded text-sm underline underline-offset-2"
      >
        <Plus aria-hidden size={14} />
        {t(all.length > 0 ? "eventNode.manage" : "eventNode.add")}
      </Link>
    </>
  );
}
