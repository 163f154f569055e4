import { useTranslation } from "react-i18next";
import { RelativeTime } from "@/ui";
import type { Entry } from "./queries";

export function LogFacts({ entry }: { entry: Entry }) {
  const { t } = useTranslation("conversations");
  const user = entry.from_end_user_session_id;
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-xs text-muted tabular-nums">
      <RelativeTime at={entry.updated_at} />
      <span>
        · {user ? t("logs.byUser", { name: user }) : t("logs.byMember", { name: entry.from_account_name ?? "" })}
      </span>
      <span>· {t("logs.messages", { count: entry.message_count })}</span>
    </p>
  );
}
