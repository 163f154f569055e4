import type { TFunction } from "i18next";
import type { Run } from "../running/queries";

type T = TFunction<"workflows">;

export const FROM = ["debugging", "app-run", "webhook", "schedule", "event", "tool"] as const;

/** What has started a run. */
export const fromText = (t: T, from: string): string => t(`runs.from.${from as "tool"}`, { defaultValue: from });

/** Which version ran: its name, when it was published, or the draft. */
export function versionText(t: T, language: string, { version, version_name }: Pick<Run, "version" | "version_name">) {
  if (version === "draft") return t("runs.draft");
  return version_name || publishedAt(version, language);
}

/** A version's own name is when it was published, in UTC. */
export function publishedAt(version: string, language: string): string {
  const at = new Date(`${version.slice(0, 19).replace(" ", "T")}Z`);
  if (Number.isNaN(at.getTime())) return version;
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** Who has started it. */
export const byText = ({ created_by_account, created_by_end_user }: Run): string =>
  created_by_account?.name ?? created_by_end_user?.session_id ?? "";

/** Null where it cost nothing. */
export const priceText = ({ total_price, currency }: Pick<Run, "total_price" | "currency">): string | null =>
  Number(total_price) > 0 ? `${Number(total_price)} ${currency}` : null;
