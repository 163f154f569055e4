import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

/** A table that scrolls sideways by itself where the screen is narrow. */
export function Table({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full border-collapse text-left">
        <thead className="border-b border-line text-xs text-muted">
          <tr>{head}</tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  );
}

export function Th({ number, className, ...rest }: ComponentProps<"th"> & { number?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx("px-2 py-2 align-bottom font-medium sm:px-3", number && "text-right", className)}
    />
  );
}

export function Td({ number, className, ...rest }: ComponentProps<"td"> & { number?: boolean }) {
  return <td {...rest} className={clsx("px-2 py-1.5 sm:px-3", number && "text-right tabular-nums", className)} />;
}
