import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { OidcFailure } from "@/features/oidc/OidcFailure";
import { Entrance } from "@/ui/Entrance";
import { safePath } from "./entrance";
import { SignInForm } from "./SignInForm";

export function SignInPage() {
  const { t } = useTranslation("accounts");
  const router = useRouter();
  const { next, error, provider } = useSearch({ from: "/signin" });
  const path = safePath(next);
  return (
    <Entrance title={t("signIn.title")}>
      <div className="flex flex-col gap-4">
        <OidcFailure error={error} provider={provider} />
        <SignInForm next={path} onDone={() => router.history.push(path)}>
          <p className="mt-1 flex flex-wrap justify-between gap-x-4 gap-y-2 text-sm">
            <Link to="/forgot-password" className="text-accent-ink underline">
              {t("recovery.forgotLink")}
            </Link>
            <Link to="/signin/code" search={next ? { next } : {}} className="text-accent-ink underline">
              {t("recovery.codeLink")}
            </Link>
          </p>
        </SignInForm>
      </div>
    </Entrance>
  );
}
