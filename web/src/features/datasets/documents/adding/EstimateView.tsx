import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { FormError, SkeletonRows } from "@/ui";
import { moneyOf } from "../../splitting/money";
import { StepCosts } from "../../splitting/StepCosts";
import { Bands } from "./Bands";
import { type Estimate, MOST_ESTIMATED } from "./queries";

type Query = { error: unknown; isError: boolean; isFetching: boolean };
type Props = { estimate: Estimate | undefined; query: Query; files: number; stale: boolean };

/** How many segments and tokens it would be, what these would cost, and the first segments over the source. */
export function EstimateView({ estimate, query, files, stale }: Props) {
  const { t, i18n } = useTranslation("datasets");
  if (query.isError) return <FormError error={query.error} />;
  if (!estimate) return <SkeletonRows rows={8} className="h-7" />;
  const number = new Intl.NumberFormat(i18n.language);
  const { total_segments: segments, tokens, price_known: known, total_price: price, currency } = estimate;
  const facts = [
    t("segmentCount", { count: segments }),
    tokens > 0 ? t("add.tokens", { count: tokens, formatted: number.format(tokens) }) : t("add.noTokens"),
    ...(tokens > 0 && known ? [moneyOf(Number(price), currency ?? "USD", i18n.language)] : []),
  ];
  return (
    <div aria-busy={query.isFetching || stale} className="flex min-w-0 flex-col gap-2">
      <p aria-live="polite" className={clsx("tabular-nums", (query.isFetching || stale) && "opacity-60")}>
        {facts.join(" · ")}
      </p>
      <StepCosts steps={estimate.model_steps ?? []} />
      {files > MOST_ESTIMATED && <p className="text-xs text-muted">{t("add.some", { count: MOST_ESTIMATED })}</p>}
      {estimate.qa_preview.length > 0 ? (
        <Pairs pairs={estimate.qa_preview} />
      ) : (
        <Bands source={estimate.preview_text ?? ""} pieces={estimate.preview} />
      )}
      {segments > estimate.preview.length && (
        <p className="text-xs text-muted">{t("add.first", { count: estimate.preview.length })}</p>
      )}
    </div>
  );
}

function Pairs({ pairs }: { pairs: Estimate["qa_preview"] }) {
  return (
    <dl className="max-h-72 divide-y divide-line overflow-y-auto rounded-md border border-line bg-surface text-xs">
      {pairs.map(({ question, answer }) => (
        <div key={question} className="flex flex-col gap-0.5 p-3">
          <dt className="font-medium wrap-anywhere">{question}</dt>
          <dd className="wrap-anywhere text-muted">{answer}</dd>
        </div>
      ))}
    </dl>
  );
}
