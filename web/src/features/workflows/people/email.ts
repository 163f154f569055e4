// The delivery method `email` of a human-input node. A node may have several; the form edits the first.
import { type Row, rowOf, rowsOf, textOf } from "../kinds/reading";

export type EmailDelivery = {
  on: boolean;
  wholeWorkspace: boolean;
  /** Ids of accounts. */
  members: string[];
  /** Of people elsewhere. */
  addresses: string[];
  subject: string;
  body: string;
};

const isEmail = ({ type }: Row) => type === "email";

export function emailOf(methods: unknown): EmailDelivery {
  const method = rowsOf(methods).find(isEmail);
  const config = rowOf(method?.config);
  const recipients = rowOf(config.recipients);
  const items = rowsOf(recipients.items);
  return {
    on: method !== undefined && method.enabled !== false,
    wholeWorkspace: recipients.whole_workspace === true,
    members: items.filter(({ type }) => type !== "external").map((each) => textOf(each.user_id)),
    addresses: items.filter(({ type }) => type === "external").map((each) => textOf(each.email)),
    subject: textOf(config.subject),
    body: textOf(config.body),
  };
}

/** The other ways of delivery stay as they are. */
export function withEmail(methods: unknown, change: Partial<EmailDelivery>): Row[] {
  const rows = rowsOf(methods);
  const next = { ...emailOf(methods), ...change };
  const before = rows.find(isEmail) ?? { id: "email", type: "email" };
  const method = {
    ...before,
    enabled: next.on,
    config: {
      ...rowOf(before.config),
      recipients: {
        ...rowOf(rowOf(before.config).recipients),
        whole_workspace: next.wholeWorkspace,
        items: [
          ...next.members.map((user_id) => ({ type: "member", user_id })),
          ...next.addresses.map((email) => ({ type: "external", email })),
        ],
      },
      subject: next.subject,
      body: next.body,
    },
  };
  const at = rows.findIndex(isEmail);
  return at < 0 ? [...rows, method] : rows.with(at, method);
}

/** One address a line; each once, without empty lines. */
export const addressesOf = (text: string): string[] =>
  [...new Set(text.split(/[\n,;]/).map((line) => line.trim()))].filter(Boolean);
