import { createLink } from "@tanstack/react-router";
import clsx from "clsx";
import { ArrowLeft } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useTitle } from "./Page";
import { type Query, QueryView } from "./QueryList";

function BackAnchor({ children, ...rest }: ComponentProps<"a">) {
  return (
    <a {...rest} className="inline-flex items-center gap-1 self-start rounded text-muted hover:text-ink">
      <ArrowLeft aria-hidden size={14} />
      {children}
    </a>
  );
}

/** From one of many to all of them. */
export const BackLink = createLink(BackAnchor);

type PageProps<T> = {
  /** Of the browser's tab. */
  title: string;
  back: ReactNode;
  query: Query<T>;
  skeleton?: ReactNode;
  narrow?: boolean;
  children: (data: T) => ReactNode;
};

/** A page of one thing: the way back to all of them, then the thing, once it is there. */
export function DetailPage<T>({ title, back, narrow, ...view }: PageProps<T>) {
  useTitle(title);
  return (
    <div className={clsx("flex w-full flex-col gap-5 px-4 py-6 sm:px-8", narrow ? "max-w-4xl" : "max-w-6xl")}>
      {back}
      <QueryView {...view} />
    </div>
  );
}

type HeadProps = { heading: ReactNode; facts: ReactNode; children?: ReactNode };

/** What the thing is called, what is known of it, and what can be done with it. */
export function DetailHead({ heading, facts, children }: HeadProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0">
        <h1 className="flex items-center gap-2 text-xl font-semibold wrap-anywhere">{heading}</h1>
        {facts}
      </div>
      <div className="flex items-center gap-2">{children}</div>
    </header>
  );
}
