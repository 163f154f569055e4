import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";
import type { AppMode } from "@/features/apps/modes";

export type Entry = Schemas["LogEntryOut"];
export type LoggedMessage = Schemas["LogMessageOut"];

/** All that is known of what an app was asked. */
export const logsKey = (appId: string) => ["app", appId, "logs"];

const at = "/console/api/apps/{app_id}";
const listOf = (mode: AppMode) =>
  mode === "completion" ? (`${at}/completion-conversations` as const) : (`${at}/chat-conversations` as const);

/** Pages of conversations, those that were changed last first. */
export const logsQuery = (appId: string, mode: AppMode, keyword: string) =>
  infiniteQueryOptions({
    queryKey: [...logsKey(appId), "all", keyword],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { app_id: appId }, query: { page: pageParam, limit: 20, keyword } };
      return call(api.GET(listOf(mode), { params, signal }));
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
  });

export const logQuery = (appId: string, mode: AppMode, id: string) =>
  queryOptions({
    queryKey: [...logsKey(appId), id],
    queryFn: ({ signal }) => {
      const params = { path: { app_id: appId, conversation_id: id } };
      return call(api.GET(`${listOf(mode)}/{conversation_id}`, { params, signal }));
    },
  });

/** Pages of a conversation's messages: the newest page first, on each the oldest first. */
export const messagesQuery = (appId: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...logsKey(appId), id, "messages"],
    queryFn: ({ pageParam, signal }) => {
      const query = { conversation_id: id, first_id: pageParam, limit: 20 };
      return call(api.GET(`${at}/chat-messages`, { params: { path: { app_id: appId }, query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.has_more ? (last.data[0]?.id ?? null) : null),
  });

export function deleteLog(appId: string, mode: AppMode, id: string): Promise<unknown> {
  const params = { path: { app_id: appId, conversation_id: id } };
  return call(api.DELETE(`${listOf(mode)}/{conversation_id}`, { params }));
}
