import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, FormError } from "@/ui";

/** An invitation that has expired: a new one is asked for, of those who can send it. */
export function AskAgain({ token }: { token: string }) {
  const { t } = useTranslation("workspaces");
  const ask = useMutation({ mutationFn: () => call(api.POST("/console/api/activate/ask", { body: { token } })) });
  if (ask.isSuccess) return <p role="status">{t("accept.asked")}</p>;
  return (
    <>
      <FormError error={ask.error} />
      <Button look="primary" busy={ask.isPending} onClick={() => ask.mutate()}>
        {t("accept.ask")}
      </Button>
    </>
  );
}
