import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { OidcButtons } from "@/features/oidc/OidcButtons";
import { Button, Checkbox, Field, FormError, Input, SettledInput, submitting } from "@/ui";
import { challengeIn, challengeInAddress } from "./challenge";
import { SecondStep } from "./SecondStep";
import { PasskeySignIn } from "./security/PasskeySignIn";
import { passkeysSupported } from "./security/webauthn";

type Props = {
  email?: string;
  invitation?: string;
  /** The page to open after signing in at a provider; without it, and without an invitation, none is offered. */
  next?: string;
  onDone: () => void;
  /** Other ways in, offered until the first step is taken. */
  children?: ReactNode;
};

/** E-mail address and password, a passkey, or a provider; with `email` it is for this person only. */
export function SignInForm({ email: fixed, invitation, next, onDone, children }: Props) {
  const { t } = useTranslation("accounts");
  const [email, setEmail] = useState(fixed ?? "");
  const [password, setPassword] = useState("");
  const [remember, setRemember] = useState(false);
  const [challenge, setChallenge] = useState(challengeInAddress);
  const signIn = useMutation({
    mutationFn: () => {
      const body = { email, password, remember_me: remember, invite_token: invitation };
      return call(api.POST("/console/api/login", { body }));
    },
    onSuccess: onDone,
    onError: (error) => setChallenge(challengeIn(error)),
  });
  if (challenge) {
    const back = () => setChallenge(null);
    return <SecondStep challenge={challenge} invitation={invitation} onDone={onDone} onBack={back} />;
  }
  const address = { type: "email", name: "email", autoComplete: "username", value: email };
  return (
    <>
      <form onSubmit={submitting(() => signIn.mutate())} className="flex flex-col gap-4">
        <Field label={t("account.email")}>
          {fixed === undefined ? (
            <Input {...address} required autoFocus onChange={(event) => setEmail(event.target.value)} />
          ) : (
            <SettledInput {...address} />
          )}
        </Field>
        <Field label={t("account.password")}>
          <Input
            type="password"
            name="password"
            autoComplete="current-password"
            required
            autoFocus={fixed !== undefined}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <Checkbox label={t("signIn.remember")} checked={remember} onChange={(e) => setRemember(e.target.checked)} />
        {challengeIn(signIn.error) === null && <FormError error={signIn.error} />}
        <Button type="submit" look="primary" busy={signIn.isPending}>
          {t("signIn.action")}
        </Button>
        {passkeysSupported() && <PasskeySignIn remember={remember} invitation={invitation} onDone={onDone} />}
        {(next ?? invitation) !== undefined && <OidcButtons next={next} remember={remember} invitation={invitation} />}
      </form>
      {children}
    </>
  );
}
