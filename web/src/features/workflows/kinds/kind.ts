import type { LucideIcon } from "lucide-react";
import type { NodeData, Variable } from "../graph/types";

/** A place where edges leave a node. Its label is what people wrote or a keyword; empty: see `handleText`. */
export interface Handle {
  id: string;
  label: string;
}

export type KindGroup = "start" | "ai" | "logic" | "data" | "actions" | "people" | "output";

/** What a node type is. One file a type, and one line in `registry.ts`. */
export interface NodeKind<D extends NodeData = NodeData> {
  type: string;
  group: KindGroup;
  icon: LucideIcon;
  /** Outgoing, without `fail-branch`: ask `handlesOf` for all. None for an end. */
  handles(data: D): Handle[];
  /** What it declares; selectors begin at the node: ["text"]. */
  outputs(data: D): Variable[];
  /** One line on the card, of what its data holds and in no language. */
  summary(data: D): string;
  /** What nodes inside see of it, beside its outputs. */
  inside?(data: D): Variable[];
  isContainer?: boolean;
  isRoot?: boolean;
  /** The start and the end inside a container: nobody chooses it from the list, but the end of a loop. */
  isMarker?: boolean;
  /** The only mode of apps that has it. */
  mode?: "workflow" | "advanced-chat";
  /** Whether it may fail, and has retries and an error strategy. */
  mayFail?: boolean;
}

export const SOURCE: Handle[] = [{ id: "source", label: "" }];
export const FAIL_BRANCH: Handle = { id: "fail-branch", label: "" };
