import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { ErrorState, Page, SkeletonRows } from "@/ui";
import { DefaultModelSection } from "./DefaultModelSection";
import { ProviderSection } from "./ProviderSection";
import { providersQuery } from "./queries";

/** Whose models the workspace's apps may use. */
export function ProvidersPage() {
  const { t } = useTranslation("providers");
  const { can } = useMember();
  const found = useQuery(providersQuery);
  const configured = found.data?.data.some((each) => each.custom_configuration.status === "active");
  const description = can("manage") ? t("what") : t("whatToRead");
  return (
    <Page title={t("title")} description={description} narrow>
      {found.isPending ? (
        <SkeletonRows rows={4} className="h-20" />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : (
        <>
          {configured ? <DefaultModelSection /> : <p className="text-muted">{t("none")}</p>}
          {found.data.data.map((provider) => (
            <ProviderSection key={provider.provider} provider={provider} />
          ))}
        </>
      )}
    </Page>
  );
}
