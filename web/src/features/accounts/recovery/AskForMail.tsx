import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { Button, Field, FormError, fieldTexts, Input, submitting } from "@/ui";

/** Where a mail was sent to, if that address has an account, and the token that its code goes with. */
export type Sent = { email: string; token: string; mailed: boolean };
type Props = { action: string; send: (email: string) => Promise<Schemas["Asked"]>; onSent: (sent: Sent) => void };

export function AskForMail({ action, send, onSent }: Props) {
  const { t } = useTranslation("accounts");
  const [email, setEmail] = useState("");
  const ask = useMutation({
    mutationFn: () => send(email),
    onSuccess: ({ data, mailed }) => onSent({ email, token: data, mailed }),
  });
  const fields = fieldTexts(ask.error);
  return (
    <form onSubmit={submitting(() => ask.mutate())} className="flex flex-col gap-4">
      <Field label={t("account.email")} error={fields.email}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      {!fields.email && <FormError error={ask.error} />}
      <Button type="submit" look="primary" busy={ask.isPending}>
        {action}
      </Button>
    </form>
  );
}
