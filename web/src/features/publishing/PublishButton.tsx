import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import { Button } from "@/ui";
import { useWaiting } from "./state";

const PublishDialog = lazy(() => import("./PublishDialog"));

/** Says what there is to publish, and shows it before it is. */
export function PublishButton() {
  const { t } = useTranslation("publishing");
  const { can } = useMember();
  const app = useApp();
  const waiting = useWaiting();
  const [open, setOpen] = useState(false);
  if (!can("edit")) return null;
  return (
    <>
      <Button
        size="small"
        look={waiting === "nothing" ? "secondary" : "primary"}
        disabled={!waiting || waiting === "nothing"}
        onClick={() => startTransition(() => setOpen(true))}
      >
        {waiting ? t(`${waiting}`) : t("title")}
      </Button>
      <Suspense>{open && <PublishDialog key={app.id} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
