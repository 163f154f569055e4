import { lazy, Suspense } from "react";
import type { Source } from "./sources";

const Prose = lazy(() => import("./Prose"));

/** What a model or an opening says, as a page; as it is until what shows it so has been loaded. */
export function AnswerText({ text, sources }: { text: string; sources?: Source[] }) {
  return (
    <div className="max-w-full min-w-0">
      <Suspense fallback={<p className="break-words whitespace-pre-wrap">{text}</p>}>
        <Prose text={text} sources={sources} />
      </Suspense>
    </div>
  );
}
