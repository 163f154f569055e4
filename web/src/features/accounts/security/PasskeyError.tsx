import { useTranslation } from "react-i18next";
import { FormError } from "@/ui";
import { PasskeyProblem } from "./webauthn";

/** What went wrong with a passkey, in the browser or at the API. */
export function PasskeyError({ error }: { error: unknown }) {
  const { t } = useTranslation("accounts");
  if (!(error instanceof PasskeyProblem)) return <FormError error={error} />;
  return <FormError error={new Error(t(`passkeys.faults.${error.fault}`))} />;
}
