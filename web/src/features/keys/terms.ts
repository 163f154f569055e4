import type { Schemas } from "@/api";

export type Scope = Schemas["ApiKeyOut"]["scopes"][number];

/** What a new key or token may do, and for how many days; null: until it is deleted. */
export type Terms = { scopes: Scope[]; days: number | null };

export const SCOPES: Scope[] = ["read", "write", "run"];
export const DAYS = [7, 30, 90, 365] as const;

/** As the API takes them. */
export function asBody({ scopes, days }: Terms, now = Date.now()) {
  return { scopes, expires_at: days === null ? null : Math.round(now / 1000) + days * 86_400 };
}

export const withScope = ({ scopes, ...rest }: Terms, scope: Scope, on: boolean): Terms => ({
  ...rest,
  scopes: SCOPES.filter((each) => (each === scope ? on : scopes.includes(each))),
});
