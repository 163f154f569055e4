import { useMutation } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call, queryClient } from "@/api";
import { Avatar } from "@/features/accounts/Avatar";
import { type Colleague, membersQuery } from "@/features/accounts/members";
import { useMember } from "@/features/accounts/queries";
import { errorText, IconButton, RelativeTime, Table, Td, Th, toasts } from "@/ui";
import type { Role } from "../queries";
import { RoleSelect } from "../RoleSelect";
import { RemoveDialog } from "./RemoveDialog";

export function MemberTable({ members }: { members: Colleague[] }) {
  const { t } = useTranslation("workspaces");
  const { workspace } = useMember();
  const [removed, setRemoved] = useState<Colleague | null>(null);
  const head = (
    <>
      <Th>{t("members.member")}</Th>
      <Th>{t("role")}</Th>
      <Th className="hidden whitespace-nowrap sm:table-cell">{t("members.active")}</Th>
      {workspace.gives.length > 0 && <Th aria-label={t("actions")} />}
    </>
  );
  return (
    <>
      <Table label={t("members.title")} head={head}>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} onRemove={() => setRemoved(member)} />
        ))}
      </Table>
      {removed && <RemoveDialog member={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}

function MemberRow({ member, onRemove }: { member: Colleague; onRemove: () => void }) {
  const { t } = useTranslation("workspaces");
  const { profile, workspace } = useMember();
  const self = member.id === profile.id;
  // What the API would not take is not offered.
  const changes = !self && workspace.gives.includes(member.role);
  return (
    <tr>
      <Td className="w-full max-w-0 min-w-32">
        <div className="flex items-center gap-2.5">
          <Avatar name={member.name} url={member.avatar_url} className="size-7 text-xs" />
          <div className="min-w-0">
            <p className="flex gap-1 font-medium" title={member.name}>
              <span className="truncate">{member.name}</span>
              {self && <span className="shrink-0 font-normal text-muted">{t("members.you")}</span>}
            </p>
            <p className="truncate text-xs text-muted" title={member.email}>
              {member.email}
            </p>
          </div>
        </div>
      </Td>
      <Td className="whitespace-nowrap">{changes ? <RoleOf member={member} /> : t(`roles.${member.role}`)}</Td>
      <Td className="hidden whitespace-nowrap sm:table-cell">
        {member.last_active_at ? (
          <RelativeTime at={member.last_active_at} />
        ) : (
          <span className="text-muted">{t("never")}</span>
        )}
      </Td>
      {workspace.gives.length > 0 && (
        <Td className="text-right">
          {changes && (
            <IconButton
              size="small"
              label={t("members.removeOne", { name: member.name })}
              icon={<Trash2 aria-hidden size={14} />}
              onClick={onRemove}
            />
          )}
        </Td>
      )}
    </tr>
  );
}

/** Saved as it is chosen. */
function RoleOf({ member }: { member: Colleague }) {
  const { t } = useTranslation("workspaces");
  const { workspace } = useMember();
  const save = useMutation({
    mutationFn: (role: Role) =>
      call(
        api.PUT("/console/api/workspaces/current/members/{account_id}/update-role", {
          params: { path: { account_id: member.id } },
          body: { role },
        }),
      ),
    onSuccess: (_, role) => {
      const title = t("members.changed", { name: member.name, role: t(`roles.${role}`) });
      toasts.show({ kind: "success", title });
    },
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: membersQuery.queryKey }),
  });
  return (
    <RoleSelect
      aria-label={t("members.roleOf", { name: member.name })}
      className="h-8! w-auto! max-sm:max-w-28"
      roles={workspace.gives}
      value={save.isPending ? save.variables : member.role}
      disabled={save.isPending}
      onRole={(role) => save.mutate(role)}
    />
  );
}
