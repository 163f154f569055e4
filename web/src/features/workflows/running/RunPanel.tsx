import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { IconButton } from "@/ui";
import type { Graph } from "../graph/types";
import { ChatTry } from "./ChatTry";
import { trialOf } from "./trial";
import { WorkflowTry } from "./WorkflowTry";

/** `save`: writes the draft, since what runs is what is stored. `features`: of the draft. */
export interface RunPanelProps {
  graph: Graph;
  features: Record<string, unknown>;
  save: () => Promise<unknown>;
  onClose: () => void;
}

/** Beside the canvas: the draft is filled in, run, and told of as it runs. Around both stands StatesContext. */
export default function RunPanel({ graph, features, save, onClose }: RunPanelProps) {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const trial = trialOf(app.id);
  const { runId } = useSyncExternalStore(trial.subscribe, trial.read);
  return (
    <section aria-label={t("running.title")} className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <header className="flex min-h-11 items-center gap-2 border-b border-line px-4">
        <h2 className="flex-1 font-semibold">{t("running.title")}</h2>
        {runId && (
          <Link
            to="/apps/$appId/runs/$runId"
            params={{ appId: app.id, runId }}
            className="rounded text-xs text-accent-ink underline"
          >
            {t("running.open")}
          </Link>
        )}
        <IconButton size="small" label={t("running.close")} icon={<X aria-hidden size={16} />} onClick={onClose} />
      </header>
      {app.mode === "advanced-chat" ? (
        <ChatTry key={app.id} trial={trial} graph={graph} features={features} save={save} />
      ) : (
        <WorkflowTry key={app.id} trial={trial} graph={graph} save={save} />
      )}
    </section>
  );
}
