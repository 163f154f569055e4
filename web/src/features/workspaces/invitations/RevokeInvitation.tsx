import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { ConfirmDialog, FormError, toasts } from "@/ui";
import { type Invitation, invitationsChanged } from "../queries";

export function RevokeInvitation({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { t } = useTranslation("workspaces");
  const { email } = invitation;
  const revoke = useMutation({
    mutationFn: () =>
      call(
        api.DELETE("/console/api/workspaces/current/invitations/{invitation_id}", {
          params: { path: { invitation_id: invitation.id } },
        }),
      ),
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("invitations.revoked", { email }) });
      return invitationsChanged();
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("invitations.revokeTitle", { email })}
      description={t("invitations.revokeWhat")}
      action={t("invitations.revoke")}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      {revoke.error && <FormError error={revoke.error} />}
    </ConfirmDialog>
  );
}
