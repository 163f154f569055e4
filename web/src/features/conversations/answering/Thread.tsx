import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Exchange, isOpen } from "./exchange";

const NEAR = 80;

/** What has been said. It stays at its end while an answer grows, unless somebody has scrolled up. */
export function Thread({ exchanges, children }: { exchanges: readonly Exchange[]; children: ReactNode }) {
  const { t } = useTranslation("conversations");
  const box = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const count = exchanges.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new question is always shown
  useEffect(() => {
    atEnd.current = true;
  }, [count]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change
  useEffect(() => {
    if (box.current && atEnd.current && count > 0) box.current.scrollTop = box.current.scrollHeight;
  }, [exchanges]);
  return (
    <section
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-label={t("try.thread")}
      aria-busy={exchanges.some(isOpen)}
      className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
      }}
    >
      {children}
    </section>
  );
}
