import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { goTo, type MyWorkspace, workspacesQuery } from "@/features/accounts/workspaces";
import { Badge, Button, errorText, Page, QueryView, RelativeTime, SkeletonRows, Table, Td, Th, toasts } from "@/ui";
import { CreateDialog } from "./CreateDialog";
import { LeaveDialog } from "./LeaveDialog";

/** The workspaces one belongs to: switch, create, leave. */
export function WorkspacesPage() {
  const { t } = useTranslation("workspaces");
  const found = useQuery(workspacesQuery);
  const [creating, setCreating] = useState(false);
  const [leaving, setLeaving] = useState<MyWorkspace | null>(null);
  const button = found.data?.can_create && (
    <Button look="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setCreating(true)}>
      {t("mine.create")}
    </Button>
  );
  const head = (
    <>
      <Th>{t("mine.workspace")}</Th>
      <Th>{t("role")}</Th>
      <Th className="hidden sm:table-cell">{t("mine.created")}</Th>
      <Th aria-label={t("actions")} />
    </>
  );
  return (
    <Page title={t("mine.title")} description={t("mine.what")} actions={button}>
      <QueryView query={found} skeleton={<SkeletonRows rows={2} />}>
        {({ workspaces }) => (
          <Table label={t("mine.title")} head={head}>
            {workspaces.map((each) => (
              <Row key={each.id} workspace={each} onLeave={() => setLeaving(each)} />
            ))}
          </Table>
        )}
      </QueryView>
      {creating && <CreateDialog onClose={() => setCreating(false)} />}
      {leaving && <LeaveDialog workspace={leaving} onClose={() => setLeaving(null)} />}
    </Page>
  );
}

function Row({ workspace, onLeave }: { workspace: MyWorkspace; onLeave: () => void }) {
  const { t } = useTranslation("workspaces");
  const { name } = workspace;
  const change = useMutation({
    mutationFn: () => goTo(workspace.id),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  return (
    <tr>
      <Td className="max-w-64">
        <span className="wrap-anywhere">{name}</span>{" "}
        {workspace.current && <Badge tone="good">{t("mine.current")}</Badge>}
      </Td>
      <Td className="whitespace-nowrap">{t(`roles.${workspace.role}`)}</Td>
      <Td className="hidden whitespace-nowrap sm:table-cell">
        <RelativeTime at={workspace.created_at} />
      </Td>
      <Td className="text-right whitespace-nowrap">
        {workspace.current ? (
          <Button size="small" aria-label={t("mine.leaveOne", { name })} onClick={onLeave}>
            {t("mine.leave")}
          </Button>
        ) : (
          <Button
            size="small"
            aria-label={t("mine.switchTo", { name })}
            busy={change.isPending}
            onClick={() => change.mutate()}
          >
            {t("mine.switch")}
          </Button>
        )}
      </Td>
    </tr>
  );
}
