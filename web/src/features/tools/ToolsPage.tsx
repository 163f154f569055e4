import { useQuery } from "@tanstack/react-query";
import { Plus, Wrench } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { Button, EmptyState, Page, QueryList, SkeletonRows } from "@/ui";
import { ApisPart } from "./apis/ApisPart";
import { type McpServer, mcpServersQuery } from "./queries";
import { ServerSection } from "./ServerSection";

const ServerDialog = lazy(() => import("./ServerDialog"));

/** The MCP servers whose tools the workspace's agents may be allowed to call. */
export function ToolsPage() {
  const { t } = useTranslation("tools");
  const { can } = useMember();
  const found = useQuery(mcpServersQuery);
  // The server that is edited; "new" is one that is added.
  const [edited, setEdited] = useState<McpServer | "new" | null>(null);
  const edit = (server: McpServer | "new") => startTransition(() => setEdited(server));
  const servers = found.data?.data ?? [];
  const add = can("manage") && (
    <Button look="primary" icon={<Plus aria-hidden size={16} />} onClick={() => edit("new")}>
      {t("add")}
    </Button>
  );
  return (
    <Page
      title={t("title")}
      description={t(can("manage") ? "what" : "whatToRead")}
      actions={servers.length > 0 && add}
      narrow
    >
      <QueryList
        query={found}
        items={servers}
        skeleton={<SkeletonRows rows={3} className="h-28" />}
        empty={
          <EmptyState icon={<Wrench aria-hidden size={32} strokeWidth={1.5} />} title={t("none")} action={add}>
            {t(can("manage") ? "noneWhat" : "noneToRead")}
          </EmptyState>
        }
      >
        {(all) => all.map((server) => <ServerSection key={server.id} server={server} onEdit={() => edit(server)} />)}
      </QueryList>
      <ApisPart />
      <Suspense>
        {edited !== null && <ServerDialog server={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      </Suspense>
    </Page>
  );
}
