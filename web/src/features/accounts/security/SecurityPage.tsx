import { useTranslation } from "react-i18next";
import { Page } from "@/ui";
import { useMember } from "../queries";
import { PasswordSection } from "../settings/PasswordSection";
import { PasskeysSection } from "./PasskeysSection";
import { PolicySection } from "./PolicySection";
import { SessionsSection } from "./SessionsSection";
import { TwoStepSection } from "./TwoStepSection";

export function SecurityPage() {
  const { t } = useTranslation("accounts");
  const { profile, can } = useMember();
  return (
    <Page title={t("nav.pages.security")} narrow>
      {profile.two_step_missing && (
        <p role="status" className="rounded-md bg-warn-soft px-3 py-2 text-warn-ink">
          {t("twoStep.required")}
        </p>
      )}
      <TwoStepSection />
      <PasskeysSection />
      <PasswordSection />
      <SessionsSection />
      {can("own") && !profile.two_step_missing && <PolicySection />}
    </Page>
  );
}
