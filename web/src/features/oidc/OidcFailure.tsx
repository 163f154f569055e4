import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { failureOf, type OidcReturn, oidcQuery } from "./queries";

/** Why a sign-in with a provider came to nothing. */
export function OidcFailure({ error: code, provider = "" }: OidcReturn) {
  const { t } = useTranslation("oidc");
  const providers = useQuery(oidcQuery);
  if (!code || providers.isPending) return null;
  const label = providers.data?.find((each) => each.name === provider)?.label ?? provider;
  return (
    <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm wrap-anywhere text-danger-ink">
      {t(`failed.${failureOf(code)}`, { label, code })}
    </p>
  );
}
