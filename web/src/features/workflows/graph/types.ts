/** A workflow's document as the server stores it. Keys that the console does not know are kept as they are. */

export interface NodeData {
  type: string;
  title: string;
  desc?: string;
  [key: string]: unknown;
}

export interface GraphNode {
  id: string;
  /** The shape on the canvas (`custom`, `custom-note`, …); what the node does is `data.type`. */
  type: string;
  position: { x: number; y: number };
  width?: number;
  height?: number;
  parentId?: string;
  data: NodeData;
  [key: string]: unknown;
}

export interface GraphEdge {
  id: string;
  source: string;
  sourceHandle: string;
  target: string;
  targetHandle: string;
  type?: string;
  data?: Record<string, unknown>;
  [key: string]: unknown;
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  viewport?: { x: number; y: number; zoom: number };
}

/** What a node offers to those after it; `type` is string, number, object, array[string], file, … */
export interface Variable {
  selector: string[];
  label: string;
  type: string;
}
