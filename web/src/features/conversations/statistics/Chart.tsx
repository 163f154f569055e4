import { useTranslation } from "react-i18next";

type Props = {
  label: string;
  days: string[];
  values: number[];
  /** A value as it is read. */
  format: (value: number) => string;
};

const HEIGHT = 96;

/** A bar for each day. Whoever cannot see it gets the days that have something, in words. */
export function Chart({ label, days, values, format }: Props) {
  const { t, i18n } = useTranslation("conversations");
  const most = Math.max(...values);
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeZone: "UTC" });
  const said = days.map((day, at) => `${date.format(Date.parse(day))}: ${format(values[at]!)}`);
  const inWords = said.filter((_, at) => values[at]! > 0).join("; ");
  return (
    <div>
      <svg
        role="img"
        aria-label={`${label}. ${inWords || t("overview.nothing")}`}
        viewBox={`0 0 ${days.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-24 w-full border-b border-line-strong"
      >
        {values.map((value, at) => {
          const height = most > 0 ? (value / most) * HEIGHT : 0;
          return (
            <g key={days[at]} className="group">
              <title>{said[at]}</title>
              <rect x={at} y={0} width={1} height={HEIGHT} className="fill-transparent group-hover:fill-hover" />
              <rect x={at + 0.1} y={HEIGHT - height} width={0.8} height={height} className="fill-accent" />
            </g>
          );
        })}
      </svg>
      <p aria-hidden className="mt-1 flex justify-between text-xs text-muted tabular-nums">
        <span>{date.format(Date.parse(days[0]!))}</span>
        <span>{date.format(Date.parse(days.at(-1)!))}</span>
      </p>
    </div>
  );
}
