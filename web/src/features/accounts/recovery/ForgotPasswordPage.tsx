import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Entrance } from "@/ui/Entrance";
import { AskForMail, type Sent } from "./AskForMail";
import { BackToSignIn } from "./BackToSignIn";
import { CodeForm } from "./CodeForm";
import { NewPasswordForm } from "./NewPasswordForm";
import { PasswordSet } from "./PasswordSet";
import { SentMail } from "./SentMail";

/** An address, the code of the mail to it, a new password. Or the mail's link, which has a page of its own. */
export function ForgotPasswordPage() {
  const { t } = useTranslation("accounts");
  const navigate = useNavigate();
  const [sent, setSent] = useState<Sent>();
  const [proof, setProof] = useState<{ email: string; token: string }>();
  const [done, setDone] = useState(false);
  const ask = (email: string) => call(api.POST("/console/api/forgot-password", { body: { email } }));
  const prove = (code: string, { token, email }: Sent) =>
    call(api.POST("/console/api/forgot-password/validity", { body: { token, code, email } }));
  if (done) return <PasswordSet onContinue={() => navigate({ to: "/signin" })} />;
  const description = proof ? (
    t("recovery.choose", { email: proof.email })
  ) : sent ? (
    <SentMail {...sent} />
  ) : (
    t("recovery.forgotWhy")
  );
  return (
    <Entrance title={t("recovery.forgot")} description={description}>
      {proof ? (
        <NewPasswordForm email={proof.email} proof={async () => proof.token} onDone={() => setDone(true)} />
      ) : sent ? (
        <CodeForm action={t("install.continue")} prove={(code) => prove(code, sent)} onProven={setProof} />
      ) : (
        <AskForMail action={t("recovery.send")} send={ask} onSent={setSent} />
      )}
      <BackToSignIn onAnother={sent && !proof ? () => setSent(undefined) : undefined} />
    </Entrance>
  );
}
