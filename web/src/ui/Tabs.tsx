import { Link, type LinkProps, useRouterState } from "@tanstack/react-router";
import clsx from "clsx";
import { Tabs as Radix } from "radix-ui";
import { type ReactNode, useEffect, useRef } from "react";

const TAB =
  "inline-flex items-center gap-1.5 border-b-2 border-transparent px-1 py-2.5 text-sm whitespace-nowrap text-muted hover:text-ink";

/** Tabs that are pages of their own: a row of links. */
export function TabLinks({ label, children }: { label: string; children: ReactNode }) {
  const nav = useRef<HTMLElement>(null);
  // Where the screen is narrow, the tab of this page may lie outside.
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: by going somewhere
  useEffect(() => {
    const row = nav.current!;
    const tab = row.querySelector("[aria-current=page]")?.getBoundingClientRect();
    const { left, right } = row.getBoundingClientRect();
    if (tab && (tab.left < left || tab.right > right)) row.scrollLeft += tab.left - left - 16;
  }, [path]);
  return (
    <nav ref={nav} aria-label={label} className="flex gap-4 overflow-x-auto border-b border-line px-4 sm:px-8">
      {children}
    </nav>
  );
}

export function TabLink({ children, ...to }: LinkProps & { children: ReactNode }) {
  return (
    <Link
      {...to}
      className={clsx(
        TAB,
        "aria-[current=page]:border-accent-ink aria-[current=page]:text-ink focus-visible:-outline-offset-2",
      )}
      activeProps={{ "aria-current": "page" }}
    >
      {children}
    </Link>
  );
}

type TabsProps = {
  label: string;
  tabs: { key: string; title: string; content: ReactNode }[];
  /** The one that is shown at first, if not the first one. */
  initial?: string;
};

/** Tabs within a page. */
export function Tabs({ label, tabs, initial }: TabsProps) {
  return (
    <Radix.Root defaultValue={initial ?? tabs[0]?.key}>
      <Radix.List aria-label={label} className="flex gap-4 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.key}
            value={tab.key}
            className={clsx(TAB, "data-[state=active]:border-accent-ink data-[state=active]:text-ink")}
          >
            {tab.title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.key} value={tab.key} className="pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
