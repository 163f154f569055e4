import { useTranslation } from "react-i18next";
import { queryClient, session } from "@/api";
import { OtherTab } from "@/features/oidc/OtherTab";
import { Dialog } from "@/ui";
import { profileQuery } from "./queries";
import { SignInForm } from "./SignInForm";

/** Over whatever page the session ended on: what was typed there stays, and what was being sent is sent after it. */
export default function SignInDialog() {
  const { t } = useTranslation("accounts");
  const profile = queryClient.getQueryData(profileQuery.queryKey);
  const signedIn = async () => {
    session.answer(true);
    const now = await queryClient.fetchQuery({ ...profileQuery, staleTime: 0 }).catch(() => null);
    // What is shown belongs to somebody else.
    if (profile && now && now.id !== profile.id) location.reload();
  };
  return (
    <Dialog open onClose={() => session.answer(false)} title={t("signIn.again")} description={t("signIn.againWhy")}>
      <div className="pb-5">
        <SignInForm email={profile?.email} onDone={signedIn} />
        <OtherTab onDone={signedIn} />
      </div>
    </Dialog>
  );
}
