import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, call, type Schemas } from "@/api";
import { Button } from "@/ui";
import { PasskeyError } from "./PasskeyError";
import { answerWithPasskey } from "./webauthn";

type Props = { remember: boolean; invitation?: string; onDone: () => void };

/** Neither address nor password: the browser knows which passkeys are for this place. */
export function PasskeySignIn({ remember, invitation, onDone }: Props) {
  const { t } = useTranslation("accounts");
  const signIn = useMutation({
    mutationFn: async () => {
      const asked = await call(api.POST("/console/api/login/passkey/options"));
      const credential = await answerWithPasskey<Schemas["AssertionIn"]>(asked.options);
      const body = { credential, remember_me: remember, invite_token: invitation };
      return call(api.POST("/console/api/login/passkey", { body }));
    },
    onSuccess: onDone,
  });
  return (
    <>
      <PasskeyError error={signIn.error} />
      <Button icon={<KeyRound aria-hidden size={14} />} busy={signIn.isPending} onClick={() => signIn.mutate()}>
        {t("passkeys.signIn")}
      </Button>
    </>
  );
}
