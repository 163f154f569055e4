import { useRouter, useSearch } from "@tanstack/react-router";
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
    </Entrance>
  );
}
