import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ChartColumn } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import { duration, EmptyState, ErrorState, Page, Select, Skeleton } from "@/ui";
import { Chart } from "./Chart";
import { lastDays, meanOf, type Row, sumOf, valuesOn } from "./days";
import { statisticsQuery, type What } from "./queries";
import { SPANS, type Span } from "./search";

type Figure = {
  what: What;
  field: string;
  whole: (values: number[]) => number;
  format?: (value: number, rows: Row[]) => string;
};

const FIGURES = {
  messages: { what: "daily-messages", field: "message_count", whole: sumOf },
  conversations: { what: "daily-conversations", field: "conversation_count", whole: sumOf },
  users: { what: "daily-end-users", field: "terminal_count", whole: (values) => Math.max(...values) },
  tokens: { what: "token-costs", field: "token_count", whole: sumOf },
  price: { what: "token-costs", field: "total_price", whole: sumOf, format: priced },
  time: {
    what: "average-response-time",
    field: "latency",
    whole: meanOf,
    format: (value) => duration(value / 1000),
  },
} satisfies Record<string, Figure>;

/** Of one app there is one currency, unless its models were changed. Without a known price nothing is said. */
function priced(value: number, rows: Row[]): string {
  if (!rows.some((row) => row.price_known)) return "–";
  return `${value.toFixed(4)} ${rows.at(-1)?.currency ?? ""}`;
}

type Name = keyof typeof FIGURES;

/** How much the app is used, by day. */
export function OverviewPage() {
  const { t } = useTranslation("studio");
  const { profile } = useMember();
  const app = useApp();
  const { days: span = 30 } = useSearch({ from: "/console/apps/$appId/overview" });
  const navigate = useNavigate({ from: "/apps/$appId/overview" });
  const days = lastDays(span, profile.timezone, Date.now());
  const none = useQuery(statisticsQuery(app.id, "daily-messages", days[0]!)).data?.length === 0;
  const names = (Object.keys(FIGURES) as Name[]).filter(
    (name) => app.mode !== "completion" || name !== "conversations",
  );
  return (
    <Page
      title={t("overview.title")}
      description={t("overview.what")}
      actions={
        <Select
          aria-label={t("overview.span")}
          className="w-auto!"
          value={span}
          onChange={(event) => navigate({ search: { days: Number(event.target.value) as Span }, replace: true })}
        >
          {SPANS.map((count) => (
            <option key={count} value={count}>
              {t("overview.days", { count })}
            </option>
          ))}
        </Select>
      }
    >
      {none ? (
        <Nothing />
      ) : (
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {names.map((name) => (
            <FigureView key={name} name={name} days={days} />
          ))}
        </div>
      )}
    </Page>
  );
}

function Nothing() {
  const { t } = useTranslation("studio");
  const app = useApp();
  const action = (
    <Link to="/apps/$appId/access" params={{ appId: app.id }} className="rounded font-medium text-accent-ink underline">
      {t("overview.toAccess")}
    </Link>
  );
  return (
    <EmptyState icon={<ChartColumn aria-hidden size={28} />} title={t("overview.nothing")} action={action}>
      {t("overview.nothingWhat")}
    </EmptyState>
  );
}

function FigureView({ name, days }: { name: Name; days: string[] }) {
  const { t, i18n } = useTranslation("studio");
  const app = useApp();
  const { what, field, whole, format }: Figure = FIGURES[name];
  const found = useQuery(statisticsQuery(app.id, what, days[0]!));
  const label = t(`overview.figures.${name}`);
  const said = (value: number) => format?.(value, found.data ?? []) ?? value.toLocaleString(i18n.language);
  const values = found.data && valuesOn(days, found.data, field);
  return (
    <section aria-label={label} className="rounded-lg border border-line bg-surface p-4">
      <h2 className="text-xs text-muted">{label}</h2>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : values ? (
        <>
          <p
            className="mb-3 text-xl font-semibold tabular-nums"
            title={said(whole(values)) === "–" ? t("overview.noPrice") : undefined}
          >
            {said(whole(values))}
          </p>
          <Chart label={label} days={days} values={values} format={said} />
        </>
      ) : (
        <Skeleton className="mt-1 h-38" />
      )}
    </section>
  );
}
