import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, CopyButton, Dialog, Field, FormError, fieldTexts, Input } from "@/ui";
import { ConfirmPassword } from "./ConfirmPassword";
import { QrCode } from "./QrCode";

type Props = { onDone: (codes: string[]) => void; onClose: () => void };

/** First the password, then the secret for the app, then a code that proves that the app has it. */
export function TwoStepSetupDialog({ onDone, onClose }: Props) {
  const { t } = useTranslation("accounts");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const start = useMutation({
    mutationFn: () => call(api.POST("/console/api/account/two-step/setup", { body: { password } })),
  });
  const confirm = useMutation({
    mutationFn: () => call(api.POST("/console/api/account/two-step/confirm", { body: { code } })),
    onSuccess: ({ recovery_codes }) => onDone(recovery_codes),
  });
  const secret = start.data?.secret;
  const { error, isPending } = secret ? confirm : start;
  const fields = fieldTexts(error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("twoStep.setUp")}
      description={t(secret ? "twoStep.scan" : "twoStep.confirmFirst")}
      onSubmit={() => (secret ? confirm.mutate() : start.mutate())}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={isPending}>
            {t(secret ? "twoStep.enable" : "twoStep.continue")}
          </Button>
        </>
      }
    >
      {start.data ? (
        <>
          <QrCode text={start.data.address} label={t("twoStep.qr")} />
          <div className="flex items-center gap-2 text-xs">
            <code className="font-mono break-all" data-testid="two-step-secret">
              {secret}
            </code>
            <CopyButton text={start.data.secret} />
          </div>
          <Field label={t("twoStep.code")} error={fields.code}>
            <Input
              autoFocus
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </Field>
        </>
      ) : (
        <ConfirmPassword autoFocus value={password} onChange={setPassword} error={fields.password} />
      )}
      {Object.keys(fields).length === 0 && <FormError error={error} />}
    </Dialog>
  );
}
