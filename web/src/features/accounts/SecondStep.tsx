import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Field, FormError, fieldTexts, Input, submitting } from "@/ui";

type Props = { challenge: string; invitation?: string; onDone: () => void; onBack: () => void };

/** The code of the authenticator app, or a recovery code: one field takes both. */
export function SecondStep({ challenge, invitation, onDone, onBack }: Props) {
  const { t } = useTranslation("accounts");
  const [code, setCode] = useState("");
  const send = useMutation({
    mutationFn: () => {
      const body = { challenge, code, invite_token: invitation };
      return call(api.POST("/console/api/login/second-factor", { body }));
    },
    onSuccess: onDone,
  });
  const fields = fieldTexts(send.error);
  return (
    <form onSubmit={submitting(() => send.mutate())} className="flex flex-col gap-4">
      <Field label={t("twoStep.code")} hint={t("twoStep.codeHint")} error={fields.code}>
        <Input
          autoFocus
          required
          autoComplete="one-time-code"
          maxLength={40}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      {!fields.code && <FormError error={send.error} />}
      <Button type="submit" look="primary" busy={send.isPending}>
        {t("signIn.action")}
      </Button>
      <Button look="ghost" onClick={onBack}>
        {t("signIn.back")}
      </Button>
      <p className="text-xs text-muted">{t("twoStep.lost")}</p>
    </form>
  );
}
