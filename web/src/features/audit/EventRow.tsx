import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge, exactTime, RelativeTime } from "@/ui";
import { asWords, type Facts, factsOf } from "./facts";
import type { AuditEvent } from "./queries";

/** One line of the log; what else is known of it can be opened. */
export function EventRow({ event }: { event: AuditEvent }) {
  const { t } = useTranslation("audit");
  const [open, setOpen] = useState(false);
  const more = useId();
  const [kind, verb] = [event.object.kind, event.action.slice(event.action.indexOf(".") + 1)];
  const facts = factsOf(event);
  const failed = verb === "sign_in_failed" || verb === "reuse_token";
  return (
    <li className="px-3 py-2 sm:px-4">
      <div className="flex items-start gap-2">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={more}
          className="mt-0.5 rounded p-0.5 text-muted hover:bg-hover hover:text-ink"
          aria-label={t("details")}
          onClick={() => setOpen(!open)}
        >
          <ChevronRight aria-hidden size={14} className={open ? "rotate-90" : ""} />
        </button>
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <Badge tone={failed ? "bad" : "neutral"}>
              {t(`verbs.${verb}` as "verbs.create", { defaultValue: verb })}
            </Badge>
            <span className="text-muted">{t(`kinds.${kind}` as "kinds.app", { defaultValue: kind })}</span>
            <span className="min-w-0 font-medium wrap-anywhere">{event.object.name}</span>
          </p>
          <p className="mt-0.5 flex flex-wrap gap-x-2 text-xs text-muted">
            <span className="wrap-anywhere">
              {actorName(event, t(`actors.${event.actor.kind}` as "actors.system"))}
            </span>
            <RelativeTime at={event.created_at} />
          </p>
        </div>
      </div>
      <div id={more}>{open && <Details event={event} facts={facts} />}</div>
    </li>
  );
}

function actorName({ actor }: AuditEvent, kind: string): string {
  if (actor.kind === "account") return actor.name || kind;
  return actor.name ? `${kind} ${actor.name}` : kind;
}

function Details({ event, facts }: { event: AuditEvent; facts: Facts }) {
  const { t, i18n } = useTranslation("audit");
  const nameOf = (field: string) => t(`names.${field}` as "names.name", { defaultValue: asWords(field) });
  const shownAs = (name: string, value: string) => {
    if (name === "method") return t(`methods.${value}` as "methods.code", { defaultValue: value });
    return value === "true" ? t("yes") : value === "false" ? t("no") : value;
  };
  return (
    <dl className="mt-2 ml-7 grid grid-cols-[minmax(6rem,max-content)_1fr] gap-x-4 gap-y-1 text-xs">
      <Fact name={t("time")}>{exactTime(event.created_at, i18n.language)}</Fact>
      {facts.nameBefore && <Fact name={t("nameBefore")}>{facts.nameBefore}</Fact>}
      {facts.related.map(({ kind, id, name }) => (
        <Fact key={id} name={t([`kinds.${kind}`, `parts.${kind}`] as unknown as "kinds.app", { defaultValue: kind })}>
          {name || id}
        </Fact>
      ))}
      {facts.fields.length > 0 && <Fact name={t("fields")}>{facts.fields.map(nameOf).join(", ")}</Fact>}
      {facts.values.map(([name, value]) => (
        <Fact key={name} name={nameOf(name)}>
          {shownAs(name, value)}
        </Fact>
      ))}
      {event.ip && <Fact name={t("ip")}>{event.ip}</Fact>}
      {event.request_id && <Fact name={t("request")}>{event.request_id}</Fact>}
      {event.object.id && (
        <Fact name={t("object")}>
          <Link
            to="/settings/audit"
            search={({ log }) => ({ ...(log ? { log } : {}), object: event.object.id! })}
            className="rounded text-accent-ink underline"
          >
            {t("allOfObject")}
          </Link>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}
