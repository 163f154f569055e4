import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, Dialog, FormError } from "@/ui";
import { bytes } from "../bytes";
import { useExplorer } from "../explorer/store";
import type { Picked } from "../local/files";
import { type OnConflict, type Plan, planned } from "./plan";
import { importZip, startUpload } from "./uploads";

type Props = { parent: string | null; reading: Promise<Picked>; onClose: () => void };

/** What would be uploaded and what stands in its way, before anything is sent. */
export function PlanDialog({ parent, reading, onClose }: Props) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const { value: picked, error } = useAwaited(reading);
  const { value: sizes, error: unreadable } = useAwaited(picked?.sizes ?? NEVER);
  // biome-ignore lint/correctness/useExhaustiveDependencies: planned anew when the tree is
  const plan = useMemo(
    () => picked && planned(picked, parent, store.model),
    [picked, parent, store.model, store.loading],
  );
  const [onConflict, setOnConflict] = useState<OnConflict>("merge");
  const [keepZip, setKeepZip] = useState(false);
  const abandon = () => {
    reading.then(
      ({ end }) => end(),
      () => {},
    );
    onClose();
  };
  const unzip = useMutation({
    mutationFn: async (plan: Plan) => importZip(store.appId, parent, await plan.picked.files.first()),
    onSuccess: abandon,
  });
  const unpack = !keepZip && plan?.zip;
  const start = () => {
    if (!plan || plan.tops.length === 0) return;
    if (unpack) return unzip.mutate(plan);
    startUpload(store.appId, plan, onConflict);
    if (parent) store.toggle(parent, true);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={abandon}
      title={t("upload.title")}
      description={t("upload.into", { path: store.model.path(parent) })}
      onSubmit={start}
      footer={
        <>
          <Button onClick={abandon}>{t("cancel")}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={!plan || plan.tops.length === 0 || unreadable !== null}
            busy={unzip.isPending}
          >
            {t(unpack ? "upload.unpack" : "upload.start")}
          </Button>
        </>
      }
    >
      {plan ? (
        <>
          <Facts plan={plan} sizes={sizes} />
          {plan.zip && (
            <Checkbox
              label={t("upload.unpackWhat")}
              checked={!keepZip}
              onChange={(event) => setKeepZip(!event.target.checked)}
            />
          )}
          <Junk paths={plan.picked.junk} />
          {plan.taken.length > 0 && !unpack && <Conflicts plan={plan} value={onConflict} onChange={setOnConflict} />}
        </>
      ) : (
        !error && (
          <p role="status" className="text-muted">
            {t("upload.looking")}
          </p>
        )
      )}
      <FormError error={error ?? unreadable ?? unzip.error} />
    </Dialog>
  );
}

const NEVER = new Promise<never>(() => {});

/** What a promise brings, once it does. */
function useAwaited<T>(promise: Promise<T>): { value: T | null; error: unknown } {
  const [state, setState] = useState<{ value: T | null; error: unknown }>({ value: null, error: null });
  useEffect(() => {
    promise.then(
      (value) => setState({ value, error: null }),
      (error) => setState({ value: null, error }),
    );
  }, [promise]);
  return state;
}

function Junk({ paths }: { paths: string[] }) {
  const { t } = useTranslation("assets");
  if (paths.length === 0) return null;
  return (
    <details className="text-xs text-muted">
      <summary>{t("upload.junk", { count: paths.length })}</summary>
      <ul className="mt-1 max-h-32 overflow-y-auto font-mono">
        {paths.slice(0, 100).map((path) => (
          <li key={path} className="break-all">
            {path}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Facts({ plan, sizes }: { plan: Plan; sizes: number[] | null }) {
  const { t } = useTranslation("assets");
  const facts: [string, string][] = [
    [t("upload.folders"), plan.folderCount.toLocaleString()],
    [t("upload.files"), plan.picked.paths.length.toLocaleString()],
    [t("upload.size"), sizes ? bytes(sizes.reduce((sum, size) => sum + size, 0)) : "…"],
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
  const { t } = useTranslation("assets");
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
