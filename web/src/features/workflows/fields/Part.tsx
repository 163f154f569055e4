import type { ReactNode } from "react";

/** A part of a node's form, under a heading. */
export function Part({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{title}</h3>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** A part that most leave as it is. */
export function FoldedPart({ title, open, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="rounded-md border border-line">
      <summary className="cursor-pointer rounded-md px-3 py-2 text-sm">{title}</summary>
      <div className="flex min-w-0 flex-col gap-3 border-t border-line p-3">{children}</div>
    </details>
  );
}
