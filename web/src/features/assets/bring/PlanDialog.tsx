import { useMutation } from "@tanstack/react-query";
import { Suspense, use, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, Dialog, FormError } from "@/ui";
import { bytes } from "../bytes";
import { useExplorer } from "../tree/store";
import type { Picked } from "./picking";
import { type OnConflict, type Plan, planned } from "./plan";
import { importZip, startUpload } from "./uploads";

type Props = { parent: string | null; reading: Promise<Picked>; onClose: () => void };

/** What would be uploaded and what stands in its way, before anything is sent. */
export default function PlanDialog(props: Props) {
  return (
    <Suspense fallback={<Waiting {...props} />}>
      <Planned {...props} />
    </Suspense>
  );
}

function Waiting({ parent, onClose }: Props) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const into = t("upload.into", { path: store.model.path(parent) });
  return (
    <Dialog open onClose={onClose} title={t("upload.title")} description={into}>
      <p role="status" className="pb-5 text-muted">
        {t("upload.looking")}
      </p>
    </Dialog>
  );
}

function Planned({ parent, reading, onClose }: Props) {
  const { t } = useTranslation(["assets", "console"]);
  const store = useExplorer();
  const picked = use(reading);
  // biome-ignore lint/correctness/useExhaustiveDependencies: planned anew when the tree is
  const plan = useMemo(() => planned(picked, parent, store.model), [picked, parent, store.model, store.loading]);
  const [onConflict, setOnConflict] = useState<OnConflict>("merge");
  const [unpack, setUnpack] = useState(plan.zip !== null);
  const unzip = useMutation({
    mutationFn: (zip: File) => importZip(store.appId, parent, zip),
    onSuccess: onClose,
  });
  const nothing = plan.files.length === 0 && plan.folders.length === 0;
  const start = () => {
    if (nothing) return;
    if (unpack && plan.zip) return unzip.mutate(plan.zip);
    startUpload(store.appId, plan, onConflict);
    if (parent) store.toggle(parent, true);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("upload.title")}
      description={t("upload.into", { path: store.model.path(parent) })}
      onSubmit={start}
      footer={
        <>
          <Button onClick={onClose}>{t("console:cancel")}</Button>
          <Button type="submit" look="primary" disabled={nothing} busy={unzip.isPending}>
            {t(unpack ? "upload.unpack" : "upload.start")}
          </Button>
        </>
      }
    >
      <Facts plan={plan} />
      {plan.zip && (
        <Checkbox
          label={t("upload.unpackWhat")}
          checked={unpack}
          onChange={(event) => setUnpack(event.target.checked)}
        />
      )}
      {plan.junk.length > 0 && (
        <details className="text-xs text-muted">
          <summary>{t("upload.junk", { count: plan.junk.length })}</summary>
          <ul className="mt-1 max-h-32 overflow-y-auto font-mono">
            {plan.junk.slice(0, 100).map((path) => (
              <li key={path} className="break-all">
                {path}
              </li>
            ))}
          </ul>
        </details>
      )}
      {plan.taken.length > 0 && !unpack && <Conflicts plan={plan} value={onConflict} onChange={setOnConflict} />}
      <FormError error={unzip.error} />
    </Dialog>
  );
}

function Facts({ plan }: { plan: Plan }) {
  const { t } = useTranslation(["assets", "console"]);
  const facts: [string, string][] = [
    [t("upload.folders"), plan.folderCount.toLocaleString()],
    [t("upload.files"), plan.files.length.toLocaleString()],
    [t("upload.size"), bytes(plan.bytes)],
  ];
  return (
    <dl className="grid grid-cols-3 gap-2">
      {facts.map(([name, value]) => (
        <div key={name} className="rounded-md bg-sunken px-3 py-2">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="text-base font-semibold tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type ConflictProps = { plan: Plan; value: OnConflict; onChange: (value: OnConflict) => void };

function Conflicts({ plan, value, onChange }: ConflictProps) {
  const { t } = useTranslation(["assets", "console"]);
  return (
    <fieldset className="rounded-md border border-line p-3">
      <legend className="px-1 text-sm font-medium">{t("upload.taken", { count: plan.taken.length })}</legend>
      <p className="mb-2 max-h-24 overflow-y-auto font-mono text-xs break-all text-muted">
        {plan.taken.slice(0, 20).join(", ")}
      </p>
      {(["merge", "rename"] as const).map((choice) => (
        <label key={choice} className="flex items-start gap-2 py-1 text-sm">
          <input
            type="radio"
            name="on-conflict"
            className="mt-0.5 size-4 accent-accent"
            checked={value === choice}
            onChange={() => onChange(choice)}
          />
          <span>
            {t(`upload.${choice}`)}
            {choice === "merge" && plan.replaced.length > 0 && (
              <span className="block text-xs text-muted">{t("upload.replaced", { count: plan.replaced.length })}</span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
