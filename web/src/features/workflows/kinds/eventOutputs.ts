// What events of subscriptions consist of, by the kind of the subscription.
import type { Variable } from "../graph/types";
import { variable } from "./reading";

const texts = (...names: string[]) => ["event", ...names].map((name) => variable(name, "string"));
const numbers = (...names: string[]) => names.map((name) => variable(name, "number"));

const OUTPUTS: Readonly<Record<string, Variable[]>> = {
  github: [...texts("action", "repository", "sender", "created_at"), variable("payload", "object")],
  feed: texts("id", "title", "link", "author", "published_at", "summary", "feed"),
  imap: [
    ...texts("message_id", "subject", "from", "date", "text"),
    variable("to", "array[string]"),
    variable("attachments", "array[object]"),
  ],
  version_published: [...texts("app_id", "app_name", "note"), ...numbers("version", "files", "bytes")],
  run_ended: [
    ...texts("app_id", "app_name", "run_id", "status", "error"),
    variable("outputs", "object"),
    ...numbers("total_tokens"),
  ],
  knowledge_synced: [
    ...texts("dataset_id", "dataset_name", "source_id", "source_name", "status", "error"),
    ...numbers("added", "changed", "removed"),
  ],
};

export const eventOutputs = (kind: string): Variable[] => (Object.hasOwn(OUTPUTS, kind) ? OUTPUTS[kind]! : []);
