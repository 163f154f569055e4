import { Fragment } from "react";
import { pieces } from "./marking";

/** A text in which what was looked for is marked. */
export function Marked({ text, query }: { text: string; query: string }) {
  return pieces(text, query).map((piece, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
      <mark key={at} className="rounded-xs bg-warn-soft text-warn-ink">
        {piece}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
      <Fragment key={at}>{piece}</Fragment>
    ),
  );
}
