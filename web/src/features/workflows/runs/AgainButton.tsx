import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { FastForward } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, errorText, toasts } from "@/ui";
import { runsKey } from "../running/queries";
import { runAgain } from "./again";

/** A new run with the same version: what came before the node is reused. */
export function AgainButton({ appId, runId, nodeId }: { appId: string; runId: string; nodeId: string }) {
  const { t } = useTranslation("workflows");
  const { can } = useMember();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const again = useMutation({
    mutationFn: () => runAgain(appId, runId, nodeId),
    onSuccess: async (id) => {
      await queries.invalidateQueries({ queryKey: runsKey(appId) });
      await navigate({ to: "/apps/$appId/runs/$runId", params: { appId, runId: id } });
    },
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  if (!can("edit")) return null;
  return (
    <Button
      size="small"
      icon={<FastForward aria-hidden size={14} />}
      busy={again.isPending}
      title={t("runs.againWhat")}
      onClick={() => again.mutate()}
    >
      {t("running.fromHere")}
    </Button>
  );
}
