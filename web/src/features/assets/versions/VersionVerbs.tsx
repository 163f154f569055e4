import { MoreHorizontal, RotateCcw, Trash2, Zap } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { ConfirmDialog, copyText, Menu, MenuItem, MenuSeparator, toasts } from "@/ui";
import type { Version } from "./queries";
import { useVersionVerb } from "./useVersionVerb";

const RestoreDialog = lazy(() => import("./RestoreDialog"));

type Props = { appId: string; version: Version; onDeleted?: () => void };

/** A menu of what can be done with a version. */
export function VersionVerbs({ appId, version, onDeleted }: Props) {
  const { t } = useTranslation("assets");
  const { can } = useMember();
  const { number, tree_hash } = version;
  const [asking, setAsking] = useState<"restore" | "delete" | null>(null);
  const close = () => setAsking(null);
  const ask = (what: "restore" | "delete") => startTransition(() => setAsking(what));
  const activate = useVersionVerb(appId, number, "activate");
  const remove = useVersionVerb(appId, number, "delete", () => {
    close();
    onDeleted?.();
  });
  const copy = async () => {
    const done = await copyText(tree_hash);
    toasts.show({ kind: done ? "success" : "error", title: t(done ? "copied" : "copyFailed") });
  };
  const trigger = (
    <button
      type="button"
      aria-label={t("versions.menu", { number })}
      className="rounded-md p-1.5 text-muted hover:bg-hover"
    >
      <MoreHorizontal aria-hidden size={16} />
    </button>
  );
  return (
    <>
      <Menu trigger={trigger}>
        {can("edit") && !version.active && (
          <MenuItem icon={<Zap aria-hidden size={14} />} onSelect={() => activate.mutate()}>
            {t("versions.verbs.activate")}
          </MenuItem>
        )}
        {can("edit") && (
          <MenuItem icon={<RotateCcw aria-hidden size={14} />} onSelect={() => ask("restore")}>
            {t("versions.verbs.restore")}
          </MenuItem>
        )}
        <MenuItem onSelect={() => void copy()}>{t("versions.copyHash")}</MenuItem>
        {can("edit") && !version.active && <MenuSeparator />}
        {can("edit") && !version.active && (
          <MenuItem danger icon={<Trash2 aria-hidden size={14} />} onSelect={() => ask("delete")}>
            {t("versions.verbs.delete")}
          </MenuItem>
        )}
      </Menu>
      <Suspense>{asking === "restore" && <RestoreDialog appId={appId} number={number} onClose={close} />}</Suspense>
      <ConfirmDialog
        open={asking === "delete"}
        onClose={close}
        title={t("versions.deleting.title", { number })}
        description={t("versions.deleting.what")}
        action={t("versions.verbs.delete")}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
