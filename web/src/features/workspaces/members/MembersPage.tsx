import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { membersQuery } from "@/features/accounts/members";
import { useMember } from "@/features/accounts/queries";
import { Button, Page, QueryView, SkeletonRows } from "@/ui";
import { InvitationTable } from "../invitations/InvitationTable";
import { InviteDialog } from "../invitations/InviteDialog";
import { LinksDialog, type NewLink } from "../invitations/LinksDialog";
import { MemberTable } from "./MemberTable";
import { TransferDialog } from "./TransferDialog";

/** Who is in this workspace, with which role; and who is invited. */
export function MembersPage() {
  const { t } = useTranslation("workspaces");
  const { workspace, can } = useMember();
  const members = useQuery(membersQuery);
  const [inviting, setInviting] = useState(false);
  // Links are in no later reply, and in this page only until they are closed.
  const [links, setLinks] = useState<NewLink[]>([]);
  const [transferring, setTransferring] = useState(false);
  const buttons = can("manage") && (
    <>
      {can("own") && (members.data?.length ?? 0) > 1 && (
        <Button onClick={() => setTransferring(true)}>{t("transfer.action")}</Button>
      )}
      <Button look="primary" icon={<UserPlus aria-hidden size={16} />} onClick={() => setInviting(true)}>
        {t("invite.action")}
      </Button>
    </>
  );
  return (
    <Page title={t("members.title")} description={t("members.what", { workspace: workspace.name })} actions={buttons}>
      <QueryView query={members} skeleton={<SkeletonRows rows={3} />}>
        {(found) => <MemberTable members={found} />}
      </QueryView>
      {can("manage") && <InvitationTable onLinks={setLinks} />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} onLinks={setLinks} />}
      {transferring && members.data && <TransferDialog members={members.data} onClose={() => setTransferring(false)} />}
      {links.length > 0 && <LinksDialog links={links} onClose={() => setLinks([])} />}
    </Page>
  );
}
