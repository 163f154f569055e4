import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, SkeletonRows } from "@/ui";

const Comparison = lazy(() => import("./Comparison"));

type Props = {
  name: string;
  mine: string;
  theirs: string;
  onKeep: (mine: string) => void;
  onTake: () => void;
  onClose: () => void;
};

/** Somebody else saved the file meanwhile. Nothing is lost before the person decides. */
export function StaleDialog({ name, mine, theirs, onKeep, onTake, onClose }: Props) {
  const { t } = useTranslation("assets");
  const [text, setText] = useState(mine);
  const [both, setBoth] = useState(false);
  return (
    <Dialog
      open
      wide={both}
      onClose={onClose}
      title={t("editor.stale", { name })}
      description={t("editor.staleWhat")}
      footer={
        <>
          {!both && <Button onClick={() => setBoth(true)}>{t("editor.showBoth")}</Button>}
          <Button onClick={onTake}>{t("editor.takeTheirs")}</Button>
          <Button look="primary" onClick={() => onKeep(text)}>
            {t("editor.keepMine")}
          </Button>
        </>
      }
    >
      {both && (
        <Suspense fallback={<SkeletonRows />}>
          <Comparison theirs={theirs} mine={mine} labels={[t("editor.theirs"), t("editor.mine")]} onChange={setText} />
        </Suspense>
      )}
    </Dialog>
  );
}
