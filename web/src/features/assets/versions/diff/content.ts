// The text of one file in a version or the draft, as far as it can be shown.
import { queryOptions } from "@tanstack/react-query";
import { ApiError, api, call, type Schemas } from "@/api";
import { assetsKey } from "../../queries";
import type { Side } from "./model";

const one = "/console/api/apps/{app_id}/assets/versions/{version}";

/** The most that is shown or compared of one file. */
export const MAX_TEXT = 256 * 1024;

type Found = Schemas["FlatNode"] | Schemas["NodeOut"];
/** A file by its path, and its text; or why there is none to be shown. */
export type Content =
  | { node: Found; text: string; why?: undefined }
  | { node: Found | null; why: "large" | "binary" | "gone" | "folder" | "pending" };

export const contentQuery = (appId: string, side: Side, path: string) =>
  queryOptions({
    queryKey: [...assetsKey(appId), "content", side, path],
    queryFn: ({ signal }) => readContent(appId, side, path, signal),
    staleTime: side === "draft" ? 0 : Number.POSITIVE_INFINITY,
  });

async function readContent(appId: string, side: Side, path: string, signal: AbortSignal): Promise<Content> {
  let node: Found | null = null;
  try {
    node = await nodeAt(appId, side, path.replace(/^\//, ""), signal);
    if (node.node_type === "folder") return { node, why: "folder" };
    if (node.size > MAX_TEXT) return { node, why: "large" };
    return { node, text: await textOf(appId, side, node.id, signal) };
  } catch (error) {
    const why = error instanceof ApiError && WHY[error.status];
    if (why) return { node, why };
    throw error;
  }
}

const WHY: Record<number, "large" | "binary" | "gone" | "pending"> = {
  404: "gone",
  409: "pending",
  413: "large",
  415: "binary",
};

function nodeAt(appId: string, side: Side, path: string, signal: AbortSignal): Promise<Found> {
  const at = { app_id: appId, path };
  if (side === "draft") {
    return call(api.GET("/console/api/apps/{app_id}/assets/path/{path}", { params: { path: at }, signal }));
  }
  const params = { path: { ...at, version: String(side) } };
  return call(api.GET(`${one}/path/{path}`, { params, signal }));
}

async function textOf(appId: string, side: Side, nodeId: string, signal: AbortSignal): Promise<string> {
  const at = { app_id: appId, node_id: nodeId };
  if (side === "draft") {
    const files = "/console/api/apps/{app_id}/assets/files/{node_id}";
    return (await call(api.GET(files, { params: { path: at }, signal }))).content;
  }
  const params = { path: { ...at, version: String(side) } };
  return (await call(api.GET(`${one}/files/{node_id}`, { params, signal }))).content;
}
