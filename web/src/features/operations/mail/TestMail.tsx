import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, FormError, Input, submitting, toasts } from "@/ui";
import type { useMailChanges } from "./queries";

export function TestMail({ send }: { send: ReturnType<typeof useMailChanges>["test"] }) {
  const { t } = useTranslation("operations");
  const { profile } = useMember();
  const [recipient, setRecipient] = useState(profile.email);
  const queued = () => toasts.show({ kind: "success", title: t("mail.testQueued") });
  return (
    <>
      <form
        className="flex max-w-md gap-2"
        onSubmit={submitting(() => send.mutate(recipient, { onSuccess: queued }))}
        noValidate
      >
        <Input
          type="email"
          aria-label={t("mail.testRecipient")}
          maxLength={254}
          autoComplete="email"
          value={recipient}
          onChange={(event) => setRecipient(event.target.value)}
        />
        <Button type="submit" busy={send.isPending} disabled={!recipient.trim()}>
          {t("mail.test")}
        </Button>
      </form>
      <FormError error={send.error} />
    </>
  );
}
