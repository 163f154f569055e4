import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Badge, Button, QueryView, Section, toasts } from "@/ui";
import { safePath } from "../entrance";
import { profileQuery } from "../queries";
import { CodeDialog } from "./CodeDialog";
import { policyQuery, sessionsQuery, twoStepQuery } from "./queries";
import { RecoveryCodesDialog } from "./RecoveryCodes";
import { TwoStepSetupDialog } from "./TwoStepSetupDialog";

type Open = { what: "setUp" | "renew" | "disable" } | { what: "codes"; codes: string[] } | null;

export function TwoStepSection() {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const query = useQuery(twoStepQuery);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const router = useRouter();
  const { next } = useSearch({ from: "/console/settings/security" });
  const goOn = () => {
    close();
    if (next) router.history.push(safePath(next));
  };
  const changed = () => {
    for (const { queryKey } of [twoStepQuery, sessionsQuery, policyQuery, profileQuery])
      void queries.invalidateQueries({ queryKey });
  };
  const enabled = (codes: string[]) => {
    changed();
    setOpen({ what: "codes", codes });
  };
  const renew = useMutation<{ recovery_codes: string[] }, unknown, string>({
    mutationFn: (code) => call(api.POST("/console/api/account/two-step/recovery-codes", { body: { code } })),
    onSuccess: ({ recovery_codes }) => enabled(recovery_codes),
  });
  const disable = useMutation<unknown, unknown, string>({
    mutationFn: (code) => call(api.POST("/console/api/account/two-step/disable", { body: { code } })),
    onSuccess: () => {
      changed();
      close();
      toasts.show({ kind: "success", title: t("twoStep.disabled") });
    },
  });
  return (
    <Section title={t("twoStep.title")} description={t("twoStep.why")}>
      <QueryView query={query}>
        {(state) => (
          <State
            enabled={state.enabled}
            left={state.recovery_codes_left}
            onSetUp={() => setOpen({ what: "setUp" })}
            onRenew={() => setOpen({ what: "renew" })}
            onDisable={() => setOpen({ what: "disable" })}
          />
        )}
      </QueryView>
      {open?.what === "setUp" && <TwoStepSetupDialog onDone={enabled} onClose={close} />}
      {open?.what === "codes" && <RecoveryCodesDialog codes={open.codes} onClose={goOn} />}
      {open?.what === "renew" && (
        <CodeDialog
          title={t("twoStep.renew")}
          description={t("twoStep.renewWhat")}
          action={t("twoStep.renew")}
          send={renew}
          onClose={close}
        />
      )}
      {open?.what === "disable" && (
        <CodeDialog
          danger
          title={t("twoStep.disableTitle")}
          description={t("twoStep.disableWhat")}
          action={t("twoStep.disable")}
          send={disable}
          onClose={close}
        />
      )}
    </Section>
  );
}

type StateProps = {
  enabled: boolean;
  left: number;
  onSetUp: () => void;
  onRenew: () => void;
  onDisable: () => void;
};

function State({ enabled, left, onSetUp, onRenew, onDisable }: StateProps) {
  const { t } = useTranslation("accounts");
  if (!enabled) {
    return (
      <Button look="primary" onClick={onSetUp}>
        {t("twoStep.setUp")}
      </Button>
    );
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone="good">{t("twoStep.on")}</Badge>
        <span className={left < 3 ? "text-danger-ink" : "text-muted"}>{t("twoStep.codesLeft", { count: left })}</span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={onRenew}>
          {t("twoStep.renew")}
        </Button>
        <Button size="small" onClick={onDisable}>
          {t("twoStep.disable")}
        </Button>
      </div>
    </div>
  );
}
