import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, FormError } from "@/ui";
import { isModelCall, ModelCall } from "./ModelCall";
import { stepQuery } from "./queries";
import type { Step } from "./steps";
import { ValueList } from "./ValueList";

type Props = { appId: string; step: Step; actions?: ReactNode; children?: ReactNode };

/** What a step read and gave, and why it failed. */
export function StepDetails({ appId, step, actions, children }: Props) {
  const { t } = useTranslation("workflows");
  const [full, setFull] = useState(false);
  const { runId } = step;
  const found = useQuery({ ...stepQuery(appId, runId ?? "", step.id), enabled: full && runId !== null });
  const { inputs, processData, outputs, error, truncated } = found.data ?? step;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {error && (
        <p className="rounded-md bg-danger-soft px-3 py-2 text-sm wrap-anywhere whitespace-pre-wrap text-danger-ink">
          {error}
        </p>
      )}
      <div className="grid gap-3 lg:grid-cols-2">
        <ValueList title={t("running.inputs")} values={inputs} />
        <ValueList title={t("running.outputs")} values={outputs} />
      </div>
      {isModelCall(processData) && <ModelCall processData={processData!} />}
      {processData && Object.keys(processData).length > 0 && !isModelCall(processData) && (
        <details className="group">
          <summary className="cursor-pointer text-xs font-medium text-muted">{t("running.process")}</summary>
          <div className="pt-2">
            <ValueList title={t("running.process")} values={processData} />
          </div>
        </details>
      )}
      {(actions || (truncated && runId)) && (
        <div className="flex flex-wrap gap-2">
          {truncated && runId && (
            <Button size="small" busy={found.isFetching} onClick={() => setFull(true)}>
              {t("running.full")}
            </Button>
          )}
          {actions}
        </div>
      )}
      {found.error && <FormError error={found.error} />}
      {children}
    </div>
  );
}
