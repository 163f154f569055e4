import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { apiFetch, errorOf } from "@/api";
import { ErrorState, SkeletonRows } from "@/ui";
import type { TreeNode } from "../explorer/model";
import { useExplorer } from "../explorer/store";
import { Facts } from "./Facts";

/**
 * A PDF in the browser's own viewer, which is a process and an origin of its own. The bytes are given the type of a PDF
 * here, whatever they are: as a page of the console they can never be read. What does not begin as one is not framed.
 */
export default function PdfView({ node }: { node: TreeNode }) {
  const { t } = useTranslation("assets");
  const store = useExplorer();
  const pdf = useQuery({
    queryKey: ["app", store.appId, "pdf", node.id, node.sha256],
    queryFn: async ({ signal }) => {
      const response = await apiFetch(`/console/api/apps/${store.appId}/assets/files/${node.id}/raw`, { signal });
      if (!response.ok) throw await errorOf(response);
      const bytes = await response.arrayBuffer();
      const head = new TextDecoder("latin1").decode(bytes.slice(0, 1024));
      return head.includes("%PDF-") ? new Blob([bytes], { type: "application/pdf" }) : null;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const url = useMemo(() => (pdf.data ? URL.createObjectURL(pdf.data) : null), [pdf.data]);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  if (pdf.isError) {
    return (
      <div className="p-4">
        <ErrorState error={pdf.error} onRetry={() => void pdf.refetch()} />
      </div>
    );
  }
  if (pdf.data === null) return <Facts node={node} why={t("editor.notPdf")} />;
  if (!url) return <SkeletonRows rows={8} className="m-4 h-4" />;
  return <iframe src={url} title={t("editor.pdf", { name: node.name })} className="h-full w-full border-0" />;
}
