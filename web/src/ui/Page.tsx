import { Link, type LinkProps } from "@tanstack/react-router";
import clsx from "clsx";
import { type ReactNode, useEffect } from "react";
import { NAMED, useNamed } from "@/routing/named";

/** The tab's title; `name` alone goes before the product's name. */
export function useTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · Treeline`;
  }, [name]);
}

type PageProps = { title: string; description?: ReactNode; actions?: ReactNode; narrow?: boolean; children: ReactNode };

/** A page's heading, what can be done at once, and its content. */
export function Page({ title, description, actions, narrow, children }: PageProps) {
  useTitle(title);
  return (
    <div className={clsx("flex w-full flex-col gap-5 px-4 py-6 sm:px-8", narrow ? "max-w-3xl" : "max-w-6xl")}>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-56">
          <h1 className="text-xl font-semibold break-words">{title}</h1>
          {description && <p className="mt-1 max-w-2xl text-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

type SectionProps = {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** Where it is found again: its title leads there. `named`: the page's address is this one. */
  address?: LinkProps;
  named?: boolean;
  children: ReactNode;
};

/** A part of a page with a heading of its own. */
export function Section({ title, description, actions, address, named = false, children }: SectionProps) {
  const section = useNamed<HTMLElement>(named);
  return (
    <section
      ref={section}
      aria-current={named || undefined}
      className={clsx("rounded-lg border border-line bg-surface", named && NAMED)}
    >
      <header className="flex flex-wrap items-center justify-between gap-3 border-b border-line px-4 py-3">
        <div className="min-w-0">
          <h2 className="font-semibold wrap-anywhere">
            {address ? (
              <Link {...address} resetScroll={false} className="rounded hover:underline">
                {title}
              </Link>
            ) : (
              title
            )}
          </h2>
          {description && <p className="text-xs wrap-anywhere text-muted">{description}</p>}
        </div>
        {actions}
      </header>
      <div className="p-4">{children}</div>
    </section>
  );
}
