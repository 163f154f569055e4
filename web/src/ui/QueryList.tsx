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

/** What a query found; until then a skeleton. Where it failed, the error with another try: above what was found before. */
export function QueryView<T>({ query, skeleton = <SkeletonRows />, children }: ViewProps<T>) {
  const failed = query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return failed || skeleton;
  // What is typed in a dialog below stays, whatever becomes of a later request.
  return (
    <>
      {failed}
      {children(query.data)}
    </>
  );
}

type Pages = { hasNextPage?: boolean; isFetchingNextPage?: boolean; fetchNextPage?: () => unknown };
type ListProps<T> = {
  query: Query<unknown> & Pages;
  items: T[];
  skeleton?: ReactNode;
  /** What to do first, or why nothing was found. */
  empty: ReactNode;
  moreClass?: string;
  children: (items: T[]) => ReactNode;
};

/** A list in its four states: loading, failed, empty and long. */
export function QueryList<T>({ query, items, skeleton, empty, moreClass, children }: ListProps<T>) {
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
          {t("more")}
        </Button>
      )}
    </>
  );
}
