import { type InvalidateOptions, type InvalidateQueryFilters, QueryClient } from "@tanstack/react-query";

/**
 * What a change made stale is asked for anew, also where its first request is still under way: that one may have been
 * answered before the change, and the library would take it for the state after it.
 */
export class ChangingQueries extends QueryClient {
  override async invalidateQueries(filters: InvalidateQueryFilters = {}, options: InvalidateOptions = {}) {
    await this.cancelQueries({
      ...filters,
      predicate: (query) =>
        query.isActive() &&
        query.state.data === undefined &&
        query.state.fetchStatus === "fetching" &&
        (filters.predicate?.(query as never) ?? true),
    } as Parameters<QueryClient["cancelQueries"]>[0]);
    return super.invalidateQueries(filters, options);
  }
}
