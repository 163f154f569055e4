import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api, queryClient, session } from "@/api";
import { Dialog } from "@/ui";
import { oidcQuery } from "./oidc";
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
        <OtherWay onDone={signedIn} />
      </div>
    </Dialog>
  );
}

/** Signing in at a provider leads away from the page: it is done in another tab, and noticed when this one is back. */
function OtherWay({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("accounts");
  const providers = useQuery(oidcQuery);
  useEffect(() => {
    const look = async () => {
      const { response } = await api.POST("/console/api/refresh-token");
      if (response.ok) onDone();
    };
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  });
  if (!providers.data?.length) return null;
  return (
    <p className="mt-4 text-center text-sm">
      <a href="/signin?next=/settings" target="_blank" rel="noreferrer" className="text-accent-ink hover:underline">
        {t("signIn.otherWay")}
      </a>
    </p>
  );
}
