import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import { assetsKey } from "../queries";

export type TextHit = Schemas["TextHit"];

/** Lines of the draft's files that hold a text; each page is the answer of two seconds at the most. */
export const textHitsQuery = (appId: string, q: string) =>
  infiniteQueryOptions({
    queryKey: [...assetsKey(appId), "lines", "draft", q],
    queryFn: ({ pageParam, signal }) => {
      const query = { q, ...(pageParam ? { cursor: pageParam } : {}) };
      const params = { path: { app_id: appId }, query };
      return call(api.GET("/console/api/apps/{app_id}/assets/search/contents", { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
