import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, CopyButton, RelativeTime } from "@/ui";
import { bytes } from "../bytes";
import type { TreeNode } from "../explorer/model";
import { useExplorer } from "../explorer/store";
import { useVerbs } from "../explorer/verbs";
import { nodeQuery } from "./queries";

/** What is known of a file that is not shown, and its download. */
export function Facts({ node, why }: { node: TreeNode; why?: string }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const verbs = useVerbs();
  const more = useQuery(nodeQuery(store.appId, node.id, node.sha256));
  const facts: [string, ReactNode][] = [
    [
      t("editor.path"),
      <span key="path" className="break-all">
        {store.model.path(node.id)}
      </span>,
    ],
    [t("editor.size"), `${bytes(node.size)} (${node.size.toLocaleString()} B)`],
    [t("editor.changed"), more.data ? <RelativeTime key="changed" at={more.data.updated_at} /> : "…"],
  ];
  return (
    <div className="flex flex-col items-start gap-4 overflow-y-auto p-5">
      {why && <p className="text-muted">{why}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {node.sha256 && (
          <>
            <dt className="text-muted">SHA-256</dt>
            <dd className="flex min-w-0 items-center gap-1">
              <code className="truncate text-xs">{node.sha256}</code>
              <CopyButton text={node.sha256} />
            </dd>
          </>
        )}
      </dl>
      {node.status === "ready" && (
        <Button icon={<Download aria-hidden size={14} />} onClick={() => void verbs.download([node.id])}>
          {t("explorer.download")}
        </Button>
      )}
    </div>
  );
}
