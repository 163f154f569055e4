import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, FormError } from "@/ui";
import { useMember } from "../queries";
import { HOSTS, hostAndPort, hostsQuery, refusedHost } from "./queries";

type Props = {
  /** Those of the error that a connection ended with. */
  details: readonly Record<string, unknown>[] | null | undefined;
  /** What to try again. */
  onAllowed: () => void;
};

/** Where a connection to a private address was refused: an instance admin allows it here, others learn whom to ask. */
export function AllowHost({ details, onAllowed }: Props) {
  const { t } = useTranslation("accounts");
  const { profile } = useMember();
  const queries = useQueryClient();
  const refused = refusedHost(details);
  const allow = useMutation({
    mutationFn: (body: { host: string; port: number }) => call(api.POST(HOSTS, { body })),
    onSuccess: () => {
      onAllowed();
      return queries.invalidateQueries(hostsQuery);
    },
  });
  if (!refused) return null;
  const host = hostAndPort(refused);
  if (!profile.is_instance_admin) return <p className="text-sm text-muted">{t("hosts.ask", { host })}</p>;
  return (
    <div className="flex flex-col items-start gap-2">
      <Button busy={allow.isPending} onClick={() => allow.mutate(refused)}>
        {t("hosts.allow", { host })}
      </Button>
      <p className="text-sm text-muted">{t("hosts.means")}</p>
      <FormError error={allow.error} />
    </div>
  );
}
