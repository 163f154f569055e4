import type { GraphNode, NodeData, Variable } from "../graph/types";

/** What each form is given. Forms import it from here, others with `FORMS`. */
export interface NodeFormProps<D extends NodeData = NodeData> {
  appId: string;
  /** Of the app: `workflow` or `advanced-chat`. */
  mode: string;
  node: GraphNode;
  data: D;
  change: (patch: Partial<D>) => void;
  /** What it may use; see `kinds/upstream.ts`. */
  variables: (Variable & { node: string; writable?: boolean })[];
  /** Of a container: what its result and its end may look at. */
  inside: (Variable & { node: string })[];
  readOnly: boolean;
}
