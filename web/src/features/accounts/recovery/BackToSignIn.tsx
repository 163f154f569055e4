import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** The ways out of these pages: to the sign-in, and with `onAnother` to another mail. */
export function BackToSignIn({ onAnother }: { onAnother?: () => void }) {
  const { t } = useTranslation("accounts");
  return (
    <p className="mt-5 flex flex-wrap justify-between gap-x-4 gap-y-2 text-sm">
      <Link to="/signin" className="text-accent-ink underline">
        {t("recovery.back")}
      </Link>
      {onAnother && (
        <button type="button" className="text-accent-ink underline" onClick={onAnother}>
          {t("recovery.another")}
        </button>
      )}
    </p>
  );
}
