import { useTranslation } from "react-i18next";
import type { Sent } from "./AskForMail";

/** What has happened to a mail that was asked for, as far as anybody may know. `confirms`: it goes to whoever is signed in. */
export function SentMail({ email, mailed, confirms }: Sent & { confirms?: boolean }) {
  const { t } = useTranslation("accounts");
  if (confirms) return <>{t(mailed ? "address.sent" : "address.passedOn", { email })}</>;
  return <>{t(mailed ? "recovery.sent" : "recovery.passedOn", { email })}</>;
}
