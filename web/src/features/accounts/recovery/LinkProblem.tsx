import { type NavigateOptions, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/api";
import { Button, ErrorState, FormError } from "@/ui";

type Props = { error: unknown; again: NavigateOptions["to"]; onRetry: () => void };

/** A link that is no longer good, or never was: which of them, and the way to a new one. */
export function LinkProblem({ error, again, onRetry }: Props) {
  const { t } = useTranslation("accounts");
  const navigate = useNavigate();
  if (!isOver(error)) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <div className="flex flex-col gap-4">
      <FormError error={error} />
      <Button look="primary" onClick={() => navigate({ to: again })}>
        {t("recovery.again")}
      </Button>
    </div>
  );
}

/** Whether only a new link or code helps. */
export function isOver(error: unknown): boolean {
  const { code } = asApiError(error);
  return code.startsWith("verification_") || code === "too_many_codes";
}
