import { useTranslation } from "react-i18next";
import { ConnectedSection } from "@/features/oidc/ConnectedSection";
import { Page } from "@/ui";
import { useMember } from "../queries";
import { AppearanceSection } from "./AppearanceSection";
import { DeleteAccountSection } from "./DeleteAccountSection";
import { ProfileSection } from "./ProfileSection";
import { WorkspaceSection } from "./WorkspaceSection";

export function SettingsPage() {
  const { t } = useTranslation();
  const { can } = useMember();
  return (
    <Page title={t("nav.pages.settings")} narrow>
      <ProfileSection />
      <AppearanceSection />
      <ConnectedSection />
      {can("manage") && <WorkspaceSection />}
      <DeleteAccountSection />
    </Page>
  );
}
