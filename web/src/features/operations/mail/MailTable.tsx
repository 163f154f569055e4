import { useTranslation } from "react-i18next";
import { Badge, Button, exactTime, RelativeTime, Table, Td, Th } from "@/ui";
import type { Mail, MailState } from "./queries";

const TONES = {
  queued: "info",
  sending: "info",
  sent: "good",
  failed: "bad",
  undelivered: "warn",
  cancelled: "neutral",
} as const satisfies Record<MailState, string>;

type Props = {
  mails: Mail[];
  onShow: (mail: Mail) => void;
  /** Missing where nothing can be sent. */
  onResend?: (mail: Mail) => void;
  /** The id of the one that is being queued again. */
  busy?: string;
};

const hasActions = (mail: Mail) => mail.has_content && mail.state !== "sending";

export function MailTable({ mails, onShow, onResend, busy }: Props) {
  const { t, i18n } = useTranslation("operations");
  const acting = mails.some(hasActions);
  return (
    <Table
      label={t("mail.title")}
      head={
        <>
          <Th>{t("mail.recipient")}</Th>
          <Th>{t("mail.state")}</Th>
          {acting && <Th>{t("mail.actions")}</Th>}
        </>
      }
    >
      {mails.map((mail) => (
        <tr key={mail.id}>
          <Td className="min-w-28 wrap-anywhere">
            {mail.recipient}
            <p className="text-xs text-muted">
              {t(`mail.kinds.${mail.kind}` as never, { defaultValue: t("mail.kinds.other") })} ·{" "}
              <RelativeTime at={mail.created_at} />
            </p>
          </Td>
          <Td className="min-w-32">
            <Badge tone={TONES[mail.state]}>{t(`mail.states.${mail.state}`)}</Badge>
            {mail.error && <p className="mt-1 text-xs wrap-anywhere text-danger-ink">{mail.error}</p>}
            {mail.state === "queued" && mail.failures > 0 && mail.due_at && (
              <p className="mt-1 text-xs text-muted">
                {t("mail.tried", { count: mail.failures, at: exactTime(mail.due_at, i18n.language) })}
              </p>
            )}
          </Td>
          {acting && (
            <Td>
              <Actions mail={mail} onShow={onShow} onResend={onResend} busy={busy === mail.id} />
            </Td>
          )}
        </tr>
      ))}
    </Table>
  );
}

function Actions({ mail, onShow, onResend, busy }: Omit<Props, "mails" | "busy"> & { mail: Mail; busy: boolean }) {
  const { t } = useTranslation("operations");
  if (!hasActions(mail)) return null;
  const named = { recipient: mail.recipient };
  return (
    <div className="flex flex-col items-start gap-2 sm:flex-row">
      <Button size="small" aria-label={t("mail.showOne", named)} onClick={() => onShow(mail)}>
        {t("mail.show")}
      </Button>
      {onResend && (
        <Button size="small" aria-label={t("mail.resendOne", named)} busy={busy} onClick={() => onResend(mail)}>
          {t("mail.resend")}
        </Button>
      )}
    </div>
  );
}
