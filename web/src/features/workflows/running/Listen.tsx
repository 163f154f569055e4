import { Radio } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, errorText, Spinner, toasts } from "@/ui";
import type { RunTrial } from "./trial";

type Props = { trial: RunTrial; nodeId: string; save: () => Promise<unknown> };

/** Waits for what happens elsewhere, and then runs the draft with it. */
export function Listen({ trial, nodeId, save }: Props) {
  const { t } = useTranslation("workflows");
  const [waiting, setWaiting] = useState(false);
  const own = useRef<AbortController | null>(null);
  const leave = () => {
    own.current?.abort();
    own.current = null;
    setWaiting(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only for the trigger that it waits for
  useEffect(() => leave, [nodeId]);
  const listen = async () => {
    const mine = new AbortController();
    own.current = mine;
    setWaiting(true);
    try {
      await save();
      await trial.listen(nodeId, mine.signal, () => {
        own.current = null;
        setWaiting(false);
      });
    } catch (error) {
      if (mine.signal.aborted) return;
      leave();
      toasts.show({ kind: "error", title: errorText(error) });
    }
  };
  if (!waiting) {
    return (
      <Button icon={<Radio aria-hidden size={14} />} onClick={() => void listen()}>
        {t("running.listen")}
      </Button>
    );
  }
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line bg-sunken p-3 text-sm">
      <p role="status" className="flex items-center gap-2">
        <Spinner />
        {t("running.listening")}
      </p>
      <Button size="small" className="self-start" onClick={leave}>
        {t("cancel")}
      </Button>
    </div>
  );
}
