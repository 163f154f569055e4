import type { ReactNode } from "react";

/** A file that is open: its name and verbs above, below them what there is to see. */
export function Whole({ head, body }: { head: ReactNode; body: ReactNode }) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      {head}
      <div className="flex min-h-0 flex-1 flex-col">{body}</div>
    </div>
  );
}
