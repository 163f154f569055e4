import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, FormError, Input, QueryView, SkeletonRows } from "@/ui";
import { datasetKey } from "../queries";
import { Changes } from "./Changes";
import { type Plan, plannedSync, type Source, sendZip, synced, useSourceChange } from "./queries";

type Props = { datasetId: string; source: Source; onClose: () => void };

/** What the next sync would change, before it does. */
export function SyncDialog(props: Props) {
  return props.source.kind === "archive" ? <ZipDialog {...props} /> : <Ahead {...props} />;
}

function Ahead({ datasetId, source, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const found = useQuery({
    queryKey: [...datasetKey(datasetId), "sources", source.id, "plan"],
    queryFn: () => plannedSync(datasetId, source.id),
    gcTime: 0,
    retry: false,
  });
  const confirm = found.data?.needs_confirmation ?? false;
  const sync = useSourceChange(datasetId, () => synced(datasetId, source.id, confirm), onClose);
  return (
    <SyncPanel source={source} plan={found.data} busy={sync.isPending} onClose={onClose} onSync={() => sync.mutate()}>
      <QueryView query={found} skeleton={<SkeletonRows rows={3} />}>
        {(plan) => (
          <>
            {source.kind === "url_list" && <p className="text-muted">{t("sources.urlsAhead")}</p>}
            <Changes plan={plan} />
          </>
        )}
      </QueryView>
      <FormError error={sync.error} />
    </SyncPanel>
  );
}

function ZipDialog({ datasetId, source, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const [zip, setZip] = useState<File | null>(null);
  const send = (file: File, more: Record<string, string>) =>
    sendZip(
      datasetId,
      { zip: file, folder: source.folder, on_missing: source.on_missing },
      { source_id: source.id, ...more },
    );
  const check = useMutation({ mutationFn: (file: File) => send(file, { dry_run: "true" }) });
  const confirm = check.data?.needs_confirmation ? { confirm: "true" } : {};
  const sync = useSourceChange(datasetId, () => send(zip!, confirm as Record<string, string>), onClose);
  return (
    <SyncPanel source={source} plan={check.data} busy={sync.isPending} onClose={onClose} onSync={() => sync.mutate()}>
      <Field label={t("sources.zip")}>
        <Input
          type="file"
          accept=".zip,application/zip"
          className="py-1.5"
          onChange={(event) => {
            const file = event.target.files?.[0] ?? null;
            setZip(file);
            if (file) check.mutate(file);
          }}
        />
      </Field>
      {check.data && <Changes plan={check.data} />}
      <FormError error={check.error ?? sync.error} />
    </SyncPanel>
  );
}

type PanelProps = {
  source: Source;
  plan: Plan | undefined;
  busy: boolean;
  onClose: () => void;
  onSync: () => void;
  children: React.ReactNode;
};

function SyncPanel({ source, plan, busy, onClose, onSync, children }: PanelProps) {
  const { t } = useTranslation("datasets");
  const dangerous = plan?.needs_confirmation ?? false;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("sources.syncTitle", { name: source.name })}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look={dangerous ? "danger" : "primary"} disabled={!plan} busy={busy} onClick={onSync}>
            {t(dangerous ? "sources.syncAnyway" : "sources.syncAction")}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
