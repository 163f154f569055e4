import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, FormError } from "@/ui";
import { oidcQuery } from "./queries";

type Props = {
  /** The page to open after it. */
  next?: string;
  remember?: boolean;
  /** The token of an invitation to accept with it. */
  invitation?: string;
};

/** A button for each provider; nothing where there is none. */
export function OidcButtons({ next = "/", remember = false, invitation }: Props) {
  const { t } = useTranslation("oidc");
  const providers = useQuery(oidcQuery);
  const start = useMutation({
    mutationFn: (provider: string) =>
      call(
        api.POST("/console/api/oidc/{provider}/start", {
          params: { path: { provider } },
          body: { next, remember_me: remember, invite_token: invitation },
        }),
      ),
    onSuccess: ({ url }) => location.assign(url),
  });
  if (!providers.data?.length) return null;
  return (
    <div className="flex flex-col gap-3">
      <div aria-hidden className="flex items-center gap-3 text-xs text-muted">
        <span className="h-px flex-1 bg-line" />
        {t("or")}
        <span className="h-px flex-1 bg-line" />
      </div>
      {providers.data.map(({ name, label }) => (
        <Button
          key={name}
          busy={start.isPending && start.variables === name}
          disabled={start.isPending}
          onClick={() => start.mutate(name)}
        >
          {t("continue", { label })}
        </Button>
      ))}
      <FormError error={start.error} />
    </div>
  );
}
