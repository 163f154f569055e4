// What the server says of a draft, by node.
import { containersOf, nodeOf } from "./document";
import type { Graph } from "./types";

export interface Problem {
  node: string | null;
  path: string;
  message: string;
  accepted?: string;
  severity: "error" | "warning";
}

/** Of what the API answers with a draft; what is not of this form is left out. */
export function problemsOf(issues: readonly Record<string, unknown>[]): Problem[] {
  return issues.flatMap((issue) => {
    const { node, path, message, accepted, severity } = issue;
    if (typeof message !== "string") return [];
    return {
      node: typeof node === "string" && node !== "" ? node : null,
      path: typeof path === "string" ? path : "",
      message,
      ...(typeof accepted === "string" && accepted !== "" ? { accepted } : {}),
      severity: severity === "warning" ? "warning" : "error",
    };
  });
}

export type Worst = Problem["severity"];

/** The worst of each node; of a container also of what is inside it. */
export function worstOf(graph: Graph, problems: readonly Problem[]): ReadonlyMap<string, Worst> {
  const worst = new Map<string, Worst>();
  for (const { node, severity } of problems) {
    if (node === null || !nodeOf(graph, node)) continue;
    for (const id of [node, ...containersOf(graph, node).map((each) => each.id)])
      if (worst.get(id) !== "error") worst.set(id, severity);
  }
  return worst;
}

/** The errors first, in the order in which they were said. */
export const byWorst = (problems: readonly Problem[]) =>
  [...problems].sort((one, other) => Number(one.severity === "warning") - Number(other.severity === "warning"));
