import { useMutation, useQuery } from "@tanstack/react-query";
import { RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { Badge, errorText, IconButton, QueryView, RelativeTime, Table, Td, Th, toasts } from "@/ui";
import { completeLink, type Invitation, invitationsChanged, invitationsQuery } from "../queries";
import type { NewLink } from "./LinksDialog";
import { RevokeInvitation } from "./RevokeInvitation";

type Props = { onLinks: (links: NewLink[]) => void };

/** Invitations that nobody has accepted yet; nothing, if there is none. */
export function InvitationTable({ onLinks }: Props) {
  const { t } = useTranslation("workspaces");
  const found = useQuery(invitationsQuery);
  const [revoked, setRevoked] = useState<Invitation | null>(null);
  const head = (
    <>
      <Th>{t("invitations.invited")}</Th>
      <Th>{t("role")}</Th>
      <Th className="hidden sm:table-cell">{t("invitations.sent")}</Th>
      <Th aria-label={t("actions")} />
    </>
  );
  return (
    <QueryView query={found} skeleton={null}>
      {({ data, mails }) =>
        data.length > 0 && (
          <section className="flex flex-col gap-2">
            <h2 className="font-semibold">{t("invitations.title")}</h2>
            {!mails && <p className="text-muted">{t("invitations.noMail")}</p>}
            <Table label={t("invitations.title")} head={head}>
              {data.map((each) => (
                <InvitationRow
                  key={each.id}
                  invitation={each}
                  mails={mails}
                  onLinks={onLinks}
                  onRevoke={() => setRevoked(each)}
                />
              ))}
            </Table>
            {revoked && <RevokeInvitation invitation={revoked} onClose={() => setRevoked(null)} />}
          </section>
        )
      }
    </QueryView>
  );
}

type RowProps = Props & { invitation: Invitation; mails: boolean; onRevoke: () => void };

function InvitationRow({ invitation, mails, onLinks, onRevoke }: RowProps) {
  const { t } = useTranslation("workspaces");
  const { workspace } = useMember();
  const { email, role, invited_by: by } = invitation;
  return (
    <tr>
      <Td className="w-full max-w-0 min-w-28">
        <p className="truncate" title={email}>
          {email}
        </p>
        {invitation.status === "expired" && <Badge tone="warn">{t("invitations.expired")}</Badge>}
        {invitation.asked_at && (
          <Badge tone="warn">
            {t("invitations.asked")} <RelativeTime at={invitation.asked_at} />
          </Badge>
        )}
      </Td>
      <Td className="whitespace-nowrap">{t(`roles.${role}`)}</Td>
      <Td className="hidden whitespace-nowrap sm:table-cell">
        <RelativeTime at={invitation.sent_at} />
        {by && <span className="text-muted"> {t("invitations.by", { name: by })}</span>}
      </Td>
      <Td className="text-right whitespace-nowrap">
        {workspace.gives.includes(role) && <Resend invitation={invitation} mails={mails} onLinks={onLinks} />}
        <IconButton
          size="small"
          label={t("invitations.revokeOne", { email })}
          icon={<Trash2 aria-hidden size={14} />}
          onClick={onRevoke}
        />
      </Td>
    </tr>
  );
}

function Resend({ invitation, mails, onLinks }: Omit<RowProps, "onRevoke">) {
  const { t } = useTranslation("workspaces");
  const { email } = invitation;
  const resend = useMutation({
    mutationFn: () =>
      call(
        api.POST("/console/api/workspaces/current/invitations/{invitation_id}/resend", {
          params: { path: { invitation_id: invitation.id } },
        }),
      ),
    onSuccess: ({ url }) => {
      if (url) onLinks([{ email, url: completeLink(url) }]);
      else toasts.show({ kind: "success", title: t("invite.sent", { count: 1 }) });
      return invitationsChanged();
    },
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  return (
    <IconButton
      size="small"
      label={t(mails ? "invitations.resendOne" : "invitations.linkOne", { email })}
      icon={<RefreshCw aria-hidden size={14} />}
      disabled={resend.isPending}
      onClick={() => resend.mutate()}
    />
  );
}
