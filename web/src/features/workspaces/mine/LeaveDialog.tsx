import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import type { MyWorkspace } from "@/features/accounts/workspaces";
import { ConfirmDialog, FormError } from "@/ui";

export function LeaveDialog({ workspace, onClose }: { workspace: MyWorkspace; onClose: () => void }) {
  const { t } = useTranslation("workspaces");
  const leave = useMutation({
    mutationFn: () => call(api.POST("/console/api/workspaces/current/leave")),
    // Another workspace, or none.
    onSuccess: () => location.assign("/"),
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("mine.leaveTitle", { name: workspace.name })}
      description={t("mine.leaveWhat")}
      action={t("mine.leave")}
      busy={leave.isPending}
      onConfirm={() => leave.mutate()}
    >
      {leave.error && <FormError error={leave.error} />}
    </ConfirmDialog>
  );
}
