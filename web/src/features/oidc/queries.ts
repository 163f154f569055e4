import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "@/api";

export type OidcProvider = Schemas["OidcProviderOut"];
export type Identity = Schemas["IdentityOut"];

/** The providers to sign in with; they change only when the server restarts. */
export const oidcQuery = queryOptions({
  queryKey: ["oidc"],
  queryFn: async () => (await call(api.GET("/console/api/oidc"))).data,
  staleTime: Number.POSITIVE_INFINITY,
});

export const identitiesQuery = queryOptions({
  queryKey: ["identities"],
  queryFn: async ({ signal }) => (await call(api.GET("/console/api/account/identities", { signal }))).data,
});

/** What the API sends the browser back with after a sign-in that failed, or a provider that was connected. */
export type OidcReturn = { error?: string; provider?: string; connected?: string };

/** Names of the texts under "oidc.failed"; others say only that it failed. */
export const FAILURES = [
  "oidc_attempt_expired",
  "oidc_attempt_foreign",
  "oidc_denied",
  "oidc_token_invalid",
  "oidc_provider_failed",
  "oidc_not_connected",
  "oidc_not_allowed",
  "identity_taken",
  "already_connected",
  "no_workspace",
  "oidc_email_differs",
  "oidc_email_unverified",
  "invitation_for_another",
] as const;

export function failureOf(code: string): (typeof FAILURES)[number] | "other" {
  return FAILURES.find((each) => each === code) ?? "other";
}
