import { Link, useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Mark } from "@/app/Mark";
import { LanguageAndTheme, SearchInput } from "@/ui";
import type { Operation } from "./document";
import { APIS, type ApiName } from "./search";

type Props = { api: ApiName; query: string; onQuery: (query: string) => void; first: Operation | undefined };

/** Which API, the search, and the language and theme of the page. */
export function DocsHeader({ api, query, onQuery, first }: Props) {
  const { t } = useTranslation("docs");
  const navigate = useNavigate();
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      const writing = (event.target as HTMLElement).closest("input, textarea, select");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || writing) return;
      event.preventDefault();
      bar.current?.querySelector<HTMLInputElement>("input[type=search]")?.focus();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, []);
  const enter = (event: KeyboardEvent) => {
    if (event.key === "Enter" && query && first) {
      void navigate({ to: "/docs", search: { api, operation: first.operationId } });
    }
  };
  return (
    <header
      ref={bar}
      className="z-10 flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-sunken px-4 py-2 md:sticky md:top-0 md:h-14 md:flex-nowrap"
    >
      <a href="#main" className="sr-only z-50 rounded bg-ink px-3 py-2 text-page focus:not-sr-only focus:fixed">
        {t("skip", { ns: "console" })}
      </a>
      <Link to="/docs" search={{ api }} className="flex items-center gap-2 rounded font-semibold whitespace-nowrap">
        <Mark />
        {t("title")}
      </Link>
      <nav aria-label={t("apis")} className="flex rounded-md border border-line-strong bg-surface p-0.5">
        {APIS.map((name) => (
          <Link
            key={name}
            to="/docs"
            search={{ api: name }}
            aria-current={name === api ? "page" : undefined}
            className="rounded px-2 py-1 text-sm whitespace-nowrap hover:bg-hover aria-[current=page]:bg-line aria-[current=page]:font-medium"
          >
            {t(`api.${name}`)}
          </Link>
        ))}
      </nav>
      <SearchInput
        label={t("search")}
        value={query}
        onChange={onQuery}
        onKeyDown={enter}
        aria-keyshortcuts="/"
        className="min-w-0 flex-1 basis-48 md:max-w-md"
      />
      <div className="ml-auto">
        <LanguageAndTheme />
      </div>
    </header>
  );
}
