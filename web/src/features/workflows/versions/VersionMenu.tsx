import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ListChecks, MoreHorizontal, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { ConfirmDialog, FormError, Menu, MenuItem, MenuSeparator, toasts } from "@/ui";
import { deleteVersion, restoreVersion, type Version, versionsKey } from "./queries";
import { RenameDialog } from "./RenameDialog";

type Props = { appId: string; version: Version; answers: boolean };

/** What can be done with a version. */
export function VersionMenu({ appId, version, answers }: Props) {
  const { t } = useTranslation("workflows");
  const { can } = useMember();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<"rename" | "restore" | "delete" | null>(null);
  const close = () => setAsking(null);
  const restore = useMutation({
    mutationFn: () => restoreVersion(appId, version.id),
    onSuccess: async () => {
      close();
      // The editor reads the draft anew.
      await Promise.all(
        [
          ["app", appId],
          ["workflow", appId],
        ].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
      toasts.show({ kind: "success", title: t("versions.restored") });
    },
  });
  const remove = useMutation({
    mutationFn: () => deleteVersion(appId, version.id),
    onSuccess: async () => {
      close();
      await navigate({ to: "/apps/$appId/workflow-versions", params: { appId } });
      toasts.show({ kind: "success", title: t("versions.deleted") });
      await queries.invalidateQueries({ queryKey: versionsKey(appId) });
    },
  });
  const toRuns = () => void navigate({ to: "/apps/$appId/runs", params: { appId }, search: { workflow: version.id } });
  const trigger = (
    <button type="button" aria-label={t("versions.menu")} className="rounded-md p-1.5 text-muted hover:bg-hover">
      <MoreHorizontal aria-hidden size={16} />
    </button>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem icon={<ListChecks aria-hidden size={14} />} onSelect={toRuns}>
          {t("versions.runs")}
        </MenuItem>
        {can("edit") && (
          <>
            <MenuItem icon={<Pencil aria-hidden size={14} />} onSelect={() => setAsking("rename")}>
              {t("versions.rename")}
            </MenuItem>
            <MenuItem icon={<RotateCcw aria-hidden size={14} />} onSelect={() => setAsking("restore")}>
              {t("versions.restore")}
            </MenuItem>
          </>
        )}
        {can("edit") && !answers && (
          <>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 aria-hidden size={14} />} onSelect={() => setAsking("delete")}>
              {t("versions.delete")}
            </MenuItem>
          </>
        )}
      </Menu>
      {asking === "rename" && <RenameDialog appId={appId} version={version} onClose={close} />}
      <ConfirmDialog
        open={asking === "restore"}
        onClose={close}
        title={t("versions.restoreTitle")}
        description={t("versions.restoreWhat")}
        action={t("versions.restore")}
        busy={restore.isPending}
        onConfirm={() => restore.mutate()}
      >
        {restore.error && <FormError error={restore.error} />}
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "delete"}
        onClose={close}
        title={t("versions.deleteTitle")}
        description={t("versions.deleteWhat")}
        action={t("versions.delete")}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        {remove.error && <FormError error={remove.error} />}
      </ConfirmDialog>
    </>
  );
}
