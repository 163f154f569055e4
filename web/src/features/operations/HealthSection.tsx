import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Badge, ErrorState, Skeleton } from "@/ui";
import { type Health, healthQuery } from "./queries";

const CHECKS = ["database", "schema", "redis", "storage"] as const;

/** What the API cannot work without, and who works for it. */
export function HealthSection() {
  const health = useQuery(healthQuery);
  if (health.isError) return <ErrorState error={health.error} onRetry={() => health.refetch()} />;
  return (
    <section className="grid grid-cols-3 gap-2 lg:grid-cols-6">
      {health.data ? (
        <Tiles health={health.data} />
      ) : (
        ["a", "b", "c"].map((key) => <Skeleton key={key} className="h-18" />)
      )}
    </section>
  );
}

function Tiles({ health }: { health: Health }) {
  const { t } = useTranslation();
  return (
    <>
      {CHECKS.map((name) => {
        const check = health.checks[name];
        return (
          <Tile key={name} title={t(`checks.${name}`)} note={check?.ok ? undefined : check?.message}>
            <Badge tone={check?.ok ? "good" : "bad"}>{check?.ok ? t("checks.ok") : t("checks.failing")}</Badge>
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

function Tile({ title, note, children }: { title: string; note?: string; children: React.ReactNode }) {
  return (
    <div className="flex min-h-18 flex-col gap-1 rounded-lg border border-line bg-surface px-3 py-2.5">
      <p className="text-xs text-muted">{title}</p>
      <div>{children}</div>
      {note && <p className="text-xs break-words text-danger-ink">{note}</p>}
    </div>
  );
}
