import { useMutation } from "@tanstack/react-query";
import { FastForward } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Button, errorText, toasts } from "@/ui";
import type { RunTrial } from "./trial";

type Props = {
  trial: RunTrial;
  nodeId: string;
  /** What is gone on from; null: nothing has run yet. */
  runId: string | null;
  save: () => Promise<unknown>;
};

/** Runs the draft again from a node, with what the nodes before it gave in an earlier run. */
export function FromHere({ trial, nodeId, runId, save }: Props) {
  const { t } = useTranslation("workflows");
  const { state } = useSyncExternalStore(trial.subscribe, trial.read);
  const again = useMutation({
    mutationFn: save,
    // The run itself is followed in the panel.
    onSuccess: () => void trial.from(runId!, nodeId),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  return (
    <Button
      size="small"
      icon={<FastForward aria-hidden size={14} />}
      disabled={runId === null}
      title={runId === null ? t("running.nothingRan") : t("running.fromHereWhat")}
      busy={again.isPending || state === "running"}
      onClick={() => again.mutate()}
    >
      {t("running.fromHere")}
    </Button>
  );
}
