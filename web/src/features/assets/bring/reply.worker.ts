// The reply to a batch, parsed away from the page: only what an upload needs of it comes back.

/** Ids in the order of the tree; where the bytes go: many files in one pack, a large one by its own URL. */
export type Created = { ids: string[]; packUrl: string | null; missing: string[]; urls: Record<string, string> };
export type Reply = { json: ArrayBuffer; urlsAbove: number };
export type Parsed = Created | { failed: string };

type Node = { id: string; size?: number | null; upload_url?: string | null; children?: Node[] | null };

self.onmessage = ({ data: { json, urlsAbove } }: MessageEvent<Reply>) => {
  try {
    const { children, upload } = JSON.parse(new TextDecoder().decode(json));
    const made: Created = { ids: [], packUrl: upload.pack_url, missing: upload.missing, urls: {} };
    const enter = (nodes: Node[]) => {
      for (const node of nodes) {
        made.ids.push(node.id);
        if (node.upload_url && (node.size ?? 0) > urlsAbove) made.urls[node.id] = node.upload_url;
        enter(node.children ?? []);
      }
    };
    enter(children);
    self.postMessage(made satisfies Parsed);
  } catch (error) {
    self.postMessage({ failed: String(error) } satisfies Parsed);
  }
};
