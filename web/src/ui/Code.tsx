import { CopyButton } from "./CopyButton";

/** Commands to copy. Long lines scroll; nothing is hidden from what is copied. */
export function Code({ text, label }: { text: string; label: string }) {
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={label} className="overflow-x-auto p-3 pr-12">
        <pre className="font-mono text-xs leading-relaxed">{text}</pre>
      </section>
      <div className="absolute top-1.5 right-1.5 rounded-md bg-sunken">
        <CopyButton text={text} />
      </div>
    </div>
  );
}
