import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Entrance } from "@/ui/Entrance";
import { safePath } from "./entrance";
import { SignInForm } from "./SignInForm";

export function SignInPage() {
  const { t } = useTranslation("accounts");
  const router = useRouter();
  const { next } = useSearch({ from: "/signin" });
  return (
    <Entrance title={t("signIn.title")}>
      <SignInForm onDone={() => router.history.push(safePath(next))} />
      <p className="mt-5 flex flex-wrap justify-between gap-x-4 gap-y-2 text-sm">
        <Link to="/forgot-password" className="text-accent-ink underline">
          {t("recovery.forgotLink")}
        </Link>
        <Link to="/signin/code" search={next ? { next } : {}} className="text-accent-ink underline">
          {t("recovery.codeLink")}
        </Link>
      </p>
    </Entrance>
  );
}
