import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, call, type Schemas, session } from "@/api";
import { SignInForm } from "@/features/accounts/SignInForm";
import { Button, FormError } from "@/ui";

type Props = {
  token: string;
  welcome: Schemas["ActivationData"];
  /** The address of whoever is signed in in this browser. */
  signedIn: string | undefined;
};

/** What was shown to whoever was signed in before is forgotten. */
const enter = () => location.assign("/");

/** The invited address has an account: that one accepts, and nobody else. */
export function ExistingAccount({ token, welcome, signedIn }: Props) {
  const { t } = useTranslation(["workspaces", "accounts"]);
  const join = useMutation({
    mutationFn: () => call(api.POST("/console/api/workspaces/join", { body: { token } })),
    onSuccess: enter,
  });
  const signOut = useMutation({
    mutationFn: () => call(api.POST("/console/api/logout")),
    onSuccess: () => {
      session.setKnown(false);
      location.reload();
    },
  });
  if (signedIn === welcome.email) {
    return (
      <div className="flex flex-col gap-4">
        <FormError error={join.error} />
        <Button look="primary" busy={join.isPending} onClick={() => join.mutate()}>
          {t("accept.join")}
        </Button>
      </div>
    );
  }
  if (signedIn) {
    return (
      <div className="flex flex-col gap-4">
        <p>{t("accept.another", { signedIn, email: welcome.email })}</p>
        <FormError error={signOut.error} />
        <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
          {t("accept.signOut")}
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <p>{t("accept.existing")}</p>
      <SignInForm email={welcome.email} invitation={token} onDone={enter} />
      <Link to="/signin/code" search={{ invitation: token }} className="text-sm text-accent-ink underline">
        {t("accounts:recovery.codeLink")}
      </Link>
    </div>
  );
}
