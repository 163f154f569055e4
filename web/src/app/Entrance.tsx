import type { ReactNode } from "react";
import { LanguageAndTheme, useTitle } from "@/ui";
import { Mark } from "./Mark";

type EntranceProps = { title: string; description?: ReactNode; children: ReactNode };

/** The pages before the console: one narrow form in the middle. */
export function Entrance({ title, description, children }: EntranceProps) {
  useTitle(title);
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-8">
      <div className="my-auto w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5 text-lg font-semibold">
          <Mark size={28} />
          Treeline
        </div>
        <h1 className="text-xl font-semibold">{title}</h1>
        {description && <p className="mt-1 text-muted">{description}</p>}
        <div className="mt-5">{children}</div>
      </div>
      <div className="mt-8">
        <LanguageAndTheme />
      </div>
    </main>
  );
}
