import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import { ErrorState, SkeletonRows } from "./states";

/** Of a query of TanStack's: what is shown of it. */
export type Query<T> = {
  data: T | undefined;
  error: unknown;
  isError: boolean;
  refetch: () => unknown;
};

type ViewProps<T> = { query: Query<T>; skeleton?: ReactNode; children: (data: T) => ReactNode };

/** What a query found; until then a skeleton, and where it failed the error with another try. */
export function QueryView<T>({ query, skeleton = <SkeletonRows />, children }: ViewProps<T>) {
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return query.data === undefined ? skeleton : children(query.data);
}

type Pages = { hasNextPage?: boolean; isFetchingNextPage?: boolean; fetchNextPage?: () => unknown };
type ListProps<T> = {
  query: Query<unknown> & Pages;
  items: T[];
  skeleton?: ReactNode;
  /** What to do first, or why nothing was found. */
  empty: ReactNode;
  /** What the button for the next page says. */
  more?: string;
  moreClass?: string;
  children: (items: T[]) => ReactNode;
};

/** A list in its four states: loading, failed, empty and long. */
export function QueryList<T>({ query, items, skeleton, empty, more, moreClass, children }: ListProps<T>) {
  const { t } = useTranslation();
  return (
    <>
      <QueryView query={query} skeleton={skeleton}>
        {() => (items.length === 0 ? empty : children(items))}
      </QueryView>
      {query.hasNextPage && (
        <Button
          className={moreClass ?? "self-start"}
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage?.()}
        >
          {more ?? t("more")}
        </Button>
      )}
    </>
  );
}
