import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, CopyButton, Dialog, FormError } from "@/ui";
import { type Mail, revealMail } from "./queries";

type Props = { mail: Mail; onClose: () => void };

/** What somebody else's email says. It is shown only once that was asked for here: each look is recorded. */
export function MailDialog({ mail, onClose }: Props) {
  const { t } = useTranslation("operations");
  const reveal = useMutation({ mutationFn: () => revealMail(mail.id), gcTime: 0 });
  const shown = reveal.data;
  // A path alone leads nowhere in someone else's browser.
  const link = shown?.link?.startsWith("/") ? location.origin + shown.link : shown?.link;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={shown?.subject ?? t("mail.showTitle", { recipient: mail.recipient })}
      description={t("mail.showWhat", { recipient: mail.recipient })}
      footer={
        shown ? (
          link && <CopyButton text={link} label={t("mail.copyLink")} />
        ) : (
          <>
            <Button onClick={onClose}>{t("cancel")}</Button>
            <Button look="primary" busy={reveal.isPending} onClick={() => reveal.mutate()}>
              {t("mail.reveal")}
            </Button>
          </>
        )
      }
    >
      <FormError error={reveal.error} />
      {shown && (
        <>
          <pre className="text-sm whitespace-pre-wrap wrap-anywhere">{shown.text}</pre>
          {link && <p className="font-mono text-xs wrap-anywhere text-muted">{link}</p>}
        </>
      )}
    </Dialog>
  );
}
