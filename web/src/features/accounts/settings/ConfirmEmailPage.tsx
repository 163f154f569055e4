import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Page, Section } from "@/ui";
import { LinkProblem } from "../recovery/LinkProblem";
import { useProfileChange } from "./useProfileChange";

const route = getRouteApi("/console/settings/email");

/** Where the link of the mail to a new address leads, for whoever is signed in. */
export function ConfirmEmailPage() {
  const { t } = useTranslation("accounts");
  const navigate = useNavigate();
  const { token = "-", code = "-" } = route.useSearch();
  const change = useProfileChange(() =>
    call(api.POST("/console/api/account/change-email/validity", { body: { token, code } })),
  );
  const confirm = () => change.mutate(undefined, { onSuccess: () => navigate({ to: "/settings" }) });
  return (
    <Page title={t("address.title")} narrow>
      <Section title={t("address.confirm")} description={t("address.confirmWhy")}>
        {change.isError ? (
          <LinkProblem error={change.error} again="/settings" onRetry={confirm} />
        ) : (
          <Button look="primary" busy={change.isPending} onClick={confirm}>
            {t("address.change")}
          </Button>
        )}
      </Section>
    </Page>
  );
}
