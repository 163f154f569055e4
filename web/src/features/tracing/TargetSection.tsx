import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge, Button, ConfirmDialog, FormError, RelativeTime, SavedCheckbox, Section } from "@/ui";
import { FailedTraces } from "./FailedTraces";
import { NAMES, type TraceConfig } from "./providers";
import { useTracing } from "./queries";
import { TargetDialog } from "./TargetDialog";

export function TargetSection({ appId, target }: { appId: string; target: TraceConfig }) {
  const { t } = useTranslation("tracing");
  const { change, remove, test } = useTracing(appId);
  const [shown, setShown] = useState<"form" | "remove">();
  const provider = target.tracing_provider;
  const name = NAMES[provider];
  const save = (enabled: boolean) => change.mutateAsync({ tracing_provider: provider, enabled });
  return (
    <Section
      title={name}
      actions={
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => setShown("form")}>
            {t("edit")}
          </Button>
          <Button size="small" onClick={() => setShown("remove")}>
            {t("remove")}
          </Button>
        </div>
      }
    >
      <div className="flex flex-col gap-3">
        <SavedCheckbox label={t("on")} checked={target.enabled} save={save} />
        <State target={target} />
        <div className="flex flex-wrap items-center gap-3">
          <Button size="small" busy={test.isPending} onClick={() => test.mutate(provider)}>
            {t("test")}
          </Button>
          <span role="status" className="min-w-0 text-sm wrap-anywhere">
            {test.data?.ok && <Badge tone="good">{t("testOk")}</Badge>}
            {test.data && !test.data.ok && <span className="text-danger-ink">{test.data.error}</span>}
          </span>
        </div>
        <FormError error={change.error ?? test.error} />
        {target.failed > 0 && <FailedTraces appId={appId} target={target} />}
      </div>
      {shown === "form" && (
        <TargetDialog appId={appId} provider={provider} target={target} onClose={() => setShown(undefined)} />
      )}
      {shown === "remove" && (
        <ConfirmDialog
          open
          title={t("removeOne", { name })}
          description={t("removeWhat", { name })}
          action={t("remove")}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(provider)}
          onClose={() => setShown(undefined)}
        >
          <FormError error={remove.error} />
        </ConfirmDialog>
      )}
    </Section>
  );
}

function State({ target }: { target: TraceConfig }) {
  const { t } = useTranslation("tracing");
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone="good">{t("delivered", { count: target.delivered })}</Badge>
        <Badge tone="info">{t("waiting", { count: target.waiting })}</Badge>
        <Badge tone={target.failed ? "bad" : "neutral"}>{t("failed", { count: target.failed })}</Badge>
        {target.sent_at && (
          <span className="text-muted">
            {t("lastSent")} <RelativeTime at={target.sent_at} />
          </span>
        )}
      </p>
      {target.error && <p className="wrap-anywhere text-danger-ink">{target.error}</p>}
    </div>
  );
}
