import { useTranslation } from "react-i18next";
import { CopyButton } from "@/ui";
import type { Values } from "./steps";
import { shownValue } from "./values";

type Props = { title: string; values: Values | null };

/** Named values, each in a box of its own. */
export function ValueList({ title, values }: Props) {
  const { t } = useTranslation("workflows");
  const named = Object.entries(values ?? {});
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1.5">
      <h4 className="text-xs font-medium text-muted">{title}</h4>
      {named.length === 0 && <p className="text-xs text-muted">{t("running.nothing")}</p>}
      {named.map(([name, value]) => (
        <Value key={name} name={name} text={shownValue(value)} />
      ))}
    </section>
  );
}

function Value({ name, text }: { name: string; text: string }) {
  return (
    <div className="min-w-0 rounded-md border border-line bg-sunken">
      <div className="flex items-center justify-between gap-2 px-2 pt-1">
        <span className="min-w-0 truncate font-mono text-xs text-muted" title={name}>
          {name}
        </span>
        <CopyButton text={text} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={name} className="max-h-64 overflow-auto px-2 pb-2">
        <pre className="font-mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap">{text}</pre>
      </section>
    </div>
  );
}
