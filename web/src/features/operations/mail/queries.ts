import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError, api, call, type Schemas } from "@/api";

export type Mail = Schemas["MailOut"];
export type MailState = Mail["state"];
export type MailContent = Schemas["MailContentOut"];

export const MAIL_STATES = ["queued", "sending", "sent", "failed", "undelivered", "cancelled"] as const;

const MAILS = "/console/api/operations/mails";
const ALL = ["mails"];

/** Asked again every few seconds, while the page is in sight: workers send them. */
export const mailsQuery = (state: MailState | undefined) =>
  infiniteQueryOptions({
    queryKey: [...ALL, state ?? "all"],
    queryFn: ({ pageParam, signal }) =>
      call(api.GET(MAILS, { params: { query: { state, page: pageParam, limit: 20 } }, signal })),
    initialPageParam: 1,
    getNextPageParam: (last) => (last.has_more ? last.page + 1 : undefined),
    // Who did not sign in again is not asked every few seconds.
    refetchInterval: ({ state: { error } }) => (error instanceof ApiError && error.status === 401 ? false : 4_000),
  });

export function useMailChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ALL });
  const test = useMutation({
    mutationFn: (recipient: string) => call(api.POST(`${MAILS}/test`, { body: { recipient } })),
    onSettled,
  });
  const resend = useMutation({
    mutationFn: (id: string) => call(api.POST(`${MAILS}/{mail_id}/resend`, { params: { path: { mail_id: id } } })),
    onSettled,
  });
  return { test, resend };
}

/** What its recipient would read. Each time is a line of the audit log. */
export const revealMail = (id: string): Promise<MailContent> =>
  call(api.POST(`${MAILS}/{mail_id}/reveal`, { params: { path: { mail_id: id } } }));
