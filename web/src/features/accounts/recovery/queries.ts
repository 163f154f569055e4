import { queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api";

const FRESH = { staleTime: Number.POSITIVE_INFINITY, retry: false } as const;

/** Whether a link is still good. Nothing is used up by asking. */
export const resetLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ["reset-link", token],
    queryFn: () => call(api.GET("/console/api/forgot-password/validity", { params: { query: { token } } })),
    ...FRESH,
  });

export const loginLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ["login-link", token],
    queryFn: () => call(api.GET("/console/api/email-code-login/validity", { params: { query: { token } } })),
    ...FRESH,
  });
