/** What a link of a mail carries. */
export type MailLink = { token?: string; code?: string };

/** Of an address's search parameters: a code of digits may have become a number on the way. */
export function mailLink(search: Record<string, unknown>): MailLink {
  const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? `${value}` : undefined);
  const [token, code] = [text(search.token), text(search.code)];
  return { ...(token && { token }), ...(code && { code }) };
}
