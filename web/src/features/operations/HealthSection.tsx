import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Badge, ErrorState, Skeleton } from "@/ui";
import { type Health, healthQuery } from "./queries";

const CHECKS = ["database", "schema", "redis", "storage", "disk", "vectors"] as const;
const TONES = { ok: "good", low: "warn", full: "bad", failing: "bad" } as const;

/** What the API cannot work without, and who works for it. */
export function HealthSection() {
  const health = useQuery(healthQuery);
  if (health.isError) return <ErrorState error={health.error} onRetry={() => health.refetch()} />;
  return (
    <>
      {health.data && <PartsDown parts={health.data.parts} />}
      <section className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {health.data ? (
          <Tiles health={health.data} />
        ) : (
          ["a", "b", "c"].map((key) => <Skeleton key={key} className="h-18" />)
        )}
      </section>
    </>
  );
}

function Tiles({ health }: { health: Health }) {
  const { t } = useTranslation("operations");
  return (
    <>
      {CHECKS.map((name) => {
        const check = health.checks[name];
        const state = check?.state ?? "failing";
        return (
          <Tile key={name} title={t(`checks.${name}`)} note={state === "ok" ? undefined : check?.message}>
            <Badge tone={TONES[state]}>{t(`checks.${state}`)}</Badge>
          </Tile>
        );
      })}
      <Tile title={t("checks.workers")}>
        <Badge tone={health.workers.length ? "good" : "bad"}>{health.workers.length}</Badge>
      </Tile>
      <Tile title={t("checks.beat")}>
        <Badge tone={health.beat.alive ? "good" : "bad"}>
          {health.beat.alive ? t("checks.ok") : t("checks.silent")}
        </Badge>
      </Tile>
    </>
  );
}

/** Processes of this instance that have ended and are started again, and what they said last. */
function PartsDown({ parts }: { parts: Health["parts"] }) {
  const { t } = useTranslation("operations");
  const down = parts.filter((part) => part.state !== "up");
  if (!down.length) return null;
  return (
    <div role="status">
      <ul className="flex flex-col gap-2 rounded-lg border border-line bg-danger-soft px-3 py-2.5">
        {down.map((part) => (
          <li key={part.name} className="flex flex-col gap-1">
            <p className="text-sm font-medium text-danger-ink">
              {part.state === "down"
                ? t("parts.down", { name: part.name, count: part.deaths })
                : t("parts.starting", { name: part.name, count: part.deaths })}
            </p>
            {part.last_words && <p className="font-mono text-xs break-words text-ink">{part.last_words}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Tile({ title, note, children }: { title: string; note?: string; children: React.ReactNode }) {
  return (
    <div className="flex min-h-18 flex-col gap-1 rounded-lg border border-line bg-surface px-3 py-2.5">
      <p className="text-xs text-muted">{title}</p>
      <div>{children}</div>
      {note && <p className="text-xs break-words text-danger-ink">{note}</p>}
    </div>
  );
}
