import { Fragment } from "react";

/** A sentence of the API's document, with `names` as code. */
export function Text({ text }: { text: string }) {
  return text.split("`").map((part, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
      <code key={at} className="rounded bg-hover px-1 font-mono text-[0.9em] wrap-anywhere">
        {part}
      </code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
      <Fragment key={at}>{part}</Fragment>
    ),
  );
}
