import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Page, QueryView, SkeletonRows } from "@/ui";
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
      <QueryView query={found} skeleton={<SkeletonRows rows={4} className="h-20" />}>
        {({ data }) => (
          <>
            {configured ? <DefaultModelSection /> : <p className="text-muted">{t("none")}</p>}
            {data.map((provider) => (
              <ProviderSection key={provider.provider} provider={provider} />
            ))}
          </>
        )}
      </QueryView>
    </Page>
  );
}
