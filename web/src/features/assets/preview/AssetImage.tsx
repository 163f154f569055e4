import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { apiFetch, errorOf } from "@/api";
import { ErrorState, Skeleton } from "@/ui";
import { extensionOf } from "../explorer/model";
import { useExplorer } from "../explorer/store";

const TYPES: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  bmp: "image/bmp",
  ico: "image/x-icon",
  svg: "image/svg+xml",
};

export const isImage = (name: string) => extensionOf(name) in TYPES;

/** An image of the tree. An `img` runs nothing, whatever its file holds. */
export function AssetImage({ id, alt, className }: { id: string; alt: string; className?: string }) {
  const store = useExplorer();
  const node = store.model.get(id);
  const image = useQuery({
    queryKey: ["app", store.appId, "image", id, node?.sha256],
    queryFn: async () => {
      const response = await apiFetch(`/console/api/apps/${store.appId}/assets/files/${id}/raw`);
      if (!response.ok) throw await errorOf(response);
      return new Blob([await response.arrayBuffer()], { type: TYPES[extensionOf(node?.name ?? "")] });
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  });
  const url = useMemo(() => (image.data ? URL.createObjectURL(image.data) : null), [image.data]);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  if (image.isError) return <ErrorState error={image.error} onRetry={() => image.refetch()} />;
  if (!url) return <Skeleton className="h-40 w-full" />;
  return <img src={url} alt={alt} className={className} />;
}
