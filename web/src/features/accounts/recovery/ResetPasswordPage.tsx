import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { SkeletonRows } from "@/ui";
import { Entrance } from "@/ui/Entrance";
import { BackToSignIn } from "./BackToSignIn";
import { LinkProblem } from "./LinkProblem";
import { NewPasswordForm } from "./NewPasswordForm";
import { PasswordSet } from "./PasswordSet";
import { resetLinkQuery } from "./queries";

const route = getRouteApi("/reset-password");

/** Where the link of a mail leads. Only sending the form uses it up. */
export function ResetPasswordPage() {
  const { t } = useTranslation("accounts");
  const navigate = useNavigate();
  const { token = "-", code = "-" } = route.useSearch();
  const link = useQuery(resetLinkQuery(token));
  const [done, setDone] = useState(false);
  const proof = async () => {
    const proven = await call(api.POST("/console/api/forgot-password/validity", { body: { token, code } }));
    return proven.token;
  };
  if (done) return <PasswordSet onContinue={() => navigate({ to: "/signin" })} />;
  return (
    <Entrance
      title={t("recovery.newPassword")}
      description={link.data && t("recovery.choose", { email: link.data.email })}
    >
      {link.data ? (
        <NewPasswordForm email={link.data.email} proof={proof} onDone={() => setDone(true)} />
      ) : link.isError ? (
        <LinkProblem error={link.error} again="/forgot-password" onRetry={() => void link.refetch()} />
      ) : (
        <SkeletonRows rows={3} />
      )}
      <BackToSignIn />
    </Entrance>
  );
}
