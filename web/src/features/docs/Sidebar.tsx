import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { List } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui";
import type { Group, Operation } from "./document";
import { Method } from "./Method";
import type { ApiName } from "./search";
import { Text } from "./Text";

type Props = {
  api: ApiName;
  groups: Group[];
  current: Operation | undefined;
  query: string;
  /** Where the screen is narrow: whether the list is shown. */
  open: boolean;
  onOpen: (open: boolean) => void;
};

/** The operations by task; with a search, those that fit. */
export function Sidebar({ api, groups, current, query, open, onOpen }: Props) {
  const { t } = useTranslation("docs");
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: by another operation
  useEffect(() => {
    const row = nav.current?.querySelector<HTMLElement>("[aria-current=page]");
    if (row && nav.current && nav.current.scrollHeight > nav.current.clientHeight)
      row.scrollIntoView({ block: "nearest" });
  }, [current?.operationId]);
  return (
    <div className="border-b border-line md:border-r md:border-b-0">
      <div className="px-4 py-2 md:hidden">
        <Button
          size="small"
          icon={<List aria-hidden size={14} />}
          aria-expanded={open}
          aria-controls="operations"
          onClick={() => onOpen(!open)}
        >
          {t("operations")}
        </Button>
      </div>
      <nav
        ref={nav}
        id="operations"
        aria-label={t("operations")}
        className={clsx(
          "w-full bg-sunken px-2 py-3 md:sticky md:top-14 md:block md:h-[calc(100dvh-3.5rem)] md:w-80 md:overflow-y-auto",
          !open && "hidden",
        )}
      >
        {groups.length === 0 && query && <p className="px-2 text-muted">{t("nothing", { query })}</p>}
        {groups.map((group) => (
          <details
            key={group.name}
            open={query !== "" || group.operations.some((each) => each === current) || undefined}
          >
            <summary className="cursor-pointer rounded-md px-2 py-1.5 text-sm font-semibold hover:bg-hover">
              {t(`groups.${group.name}`, { defaultValue: group.name })}
              <span className="ml-1.5 text-xs font-normal text-muted">{group.operations.length}</span>
            </summary>
            <ul className="mb-2 flex flex-col">
              {group.operations.map((operation) => (
                <li key={operation.operationId}>
                  <Link
                    to="/docs"
                    search={{ api, operation: operation.operationId }}
                    aria-current={operation === current ? "page" : undefined}
                    className="flex items-baseline gap-2 rounded-md px-2 py-1 text-sm hover:bg-hover aria-[current=page]:bg-line"
                  >
                    <Method method={operation.method} />
                    <span className="min-w-0 wrap-anywhere">
                      <Text text={operation.summary.replace(/\.$/, "")} />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </details>
        ))}
      </nav>
    </div>
  );
}
