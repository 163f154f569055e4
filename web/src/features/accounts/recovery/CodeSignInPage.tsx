import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Checkbox, FormError, SkeletonRows } from "@/ui";
import { Entrance } from "@/ui/Entrance";
import { challengeIn, secondStepAt } from "../challenge";
import { safePath } from "../entrance";
import { AskForMail, type Sent } from "./AskForMail";
import { BackToSignIn } from "./BackToSignIn";
import { CodeForm } from "./CodeForm";
import { isOver, LinkProblem } from "./LinkProblem";
import { loginLinkQuery } from "./queries";
import { SentMail } from "./SentMail";

const route = getRouteApi("/signin/code");

/** Signing in without a password: a code that was mailed, or the link that was mailed with it. */
export function CodeSignInPage() {
  const { token, code = "-" } = route.useSearch();
  return token ? <ByLink key={token} token={token} code={code} /> : <ByCode />;
}

function ByCode() {
  const { t } = useTranslation("accounts");
  const [sent, setSent] = useState<Sent>();
  const [remember, setRemember] = useState(false);
  const enter = useEnter();
  const { invitation } = route.useSearch();
  const ask = (email: string) => call(api.POST("/console/api/email-code-login", { body: { email } }));
  return (
    <Entrance title={t("recovery.codeTitle")} description={sent ? <SentMail {...sent} /> : t("recovery.codeWhy")}>
      {sent ? (
        <CodeForm
          action={t("signIn.action")}
          prove={(code) =>
            signIn({ token: sent.token, code, email: sent.email, remember_me: remember, invite_token: invitation })
          }
          onProven={enter}
        >
          <Checkbox label={t("signIn.remember")} checked={remember} onChange={(e) => setRemember(e.target.checked)} />
        </CodeForm>
      ) : (
        <AskForMail action={t("recovery.sendCode")} send={ask} onSent={setSent} />
      )}
      <BackToSignIn onAnother={sent && (() => setSent(undefined))} />
    </Entrance>
  );
}

function ByLink({ token, code }: { token: string; code: string }) {
  const { t } = useTranslation("accounts");
  const link = useQuery(loginLinkQuery(token));
  const enter = useEnter();
  const send = useMutation({ mutationFn: () => signIn({ token, code, remember_me: false }), onSuccess: enter });
  const over = link.error ?? (isOver(send.error) ? send.error : null);
  return (
    <Entrance
      title={t("recovery.codeTitle")}
      description={!over && link.data && t("recovery.signInAs", { email: link.data.email })}
    >
      {over ? (
        <LinkProblem error={over} again="/signin/code" onRetry={() => void link.refetch()} />
      ) : link.data ? (
        <div className="flex flex-col gap-4">
          <FormError error={send.error} />
          <Button look="primary" autoFocus busy={send.isPending} onClick={() => send.mutate()}>
            {t("signIn.action")}
          </Button>
        </div>
      ) : (
        <SkeletonRows rows={2} />
      )}
      <BackToSignIn />
    </Entrance>
  );
}

type Proof = { token: string; code: string; email?: string; remember_me: boolean; invite_token?: string };
type Entered = { challenge?: string };

/** Where the account has two steps, this was the first one. */
async function signIn(body: Proof): Promise<Entered> {
  try {
    await call(api.POST("/console/api/email-code-login/validity", { body }));
    return {};
  } catch (error) {
    const challenge = challengeIn(error);
    if (!challenge) throw error;
    return { challenge };
  }
}

function useEnter() {
  const router = useRouter();
  const { next, invitation } = route.useSearch();
  return ({ challenge }: Entered) => {
    // The second step of an invitation is made on its own page.
    if (challenge && invitation) location.assign(`/activate?token=${invitation}#challenge=${challenge}`);
    else router.history.push(challenge ? secondStepAt(challenge, safePath(next)) : safePath(next));
  };
}
