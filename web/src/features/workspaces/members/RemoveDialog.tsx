import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call, queryClient } from "@/api";
import { type Colleague, membersQuery } from "@/features/accounts/members";
import { useMember } from "@/features/accounts/queries";
import { ConfirmDialog, FormError, toasts } from "@/ui";
import { invitationsChanged } from "../queries";

export function RemoveDialog({ member, onClose }: { member: Colleague; onClose: () => void }) {
  const { t } = useTranslation("workspaces");
  const { workspace } = useMember();
  const { name } = member;
  const remove = useMutation({
    mutationFn: () =>
      call(
        api.DELETE("/console/api/workspaces/current/members/{account_id}", {
          params: { path: { account_id: member.id } },
        }),
      ),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("members.removed", { name }) });
      // Those that the member sent are revoked.
      void invitationsChanged();
      return queryClient.invalidateQueries({ queryKey: membersQuery.queryKey });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("members.removeTitle", { name })}
      description={t("members.removeWhat", { workspace: workspace.name })}
      action={t("members.remove")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
