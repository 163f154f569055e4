import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { bandsOf } from "./bands";

type Piece = { start: number; end: number };
type Props = { source: string; pieces: Piece[] };

/** The source as it would be split: neighbours differ, and what two of them share is stronger. */
export function Bands({ source, pieces }: Props) {
  const { t } = useTranslation("datasets");
  const begun = new Set<number>();
  return (
    <section
      aria-label={t("add.preview")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="h-72 overflow-y-auto rounded-md border border-line bg-surface p-3 text-xs whitespace-pre-wrap wrap-anywhere"
    >
      {bandsOf(source, pieces).map(({ text, of }, at) => {
        const first = of.filter((number) => !begun.has(number));
        for (const number of first) begun.add(number);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in the text
          <span key={at}>
            {first.map((number) => (
              <span
                key={number}
                className="mr-1 rounded bg-hover px-1 font-mono text-[0.6875rem] text-muted select-none"
              >
                {number + 1}
              </span>
            ))}
            <span className={clsx("box-decoration-clone", lookOf(of))}>{text}</span>
          </span>
        );
      })}
    </section>
  );
}

function lookOf(of: number[]): string {
  if (of.length === 0) return "text-muted";
  if (of.length > 1) return "bg-warn-soft text-warn-ink";
  return of[0]! % 2 === 0 ? "bg-accent-soft text-accent-ink" : "bg-info-soft text-info-ink";
}
