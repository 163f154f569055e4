import { asApiError } from "@/api";

/** What the second step of a sign-in is sent with, where the first was right and the account has two; else null. */
export function challengeIn(error: unknown): string | null {
  if (!error) return null;
  const { code, details } = asApiError(error);
  return code === "second_factor_required" ? String(details[0]?.params?.challenge ?? "") || null : null;
}

/** The same, where the first step was made at another address, which leads back to `#challenge=…`. */
export function challengeInAddress(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get("challenge");
}

/** The page that goes on with it; behind the #, so that no server gets it. */
export function secondStepAt(challenge: string, next: string): string {
  return `/signin?${new URLSearchParams({ next })}#${new URLSearchParams({ challenge })}`;
}
