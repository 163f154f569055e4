// Two runs, node by node: what was otherwise.
import type { Step } from "../running/steps";
import { shownValue } from "../running/values";

export type Change = "added" | "removed" | "changed" | "same";

export interface ComparedNode {
  nodeId: string;
  title: string;
  type: string;
  change: Change;
  before: Step | undefined;
  after: Step | undefined;
}

/** In the order of the later run; what only the earlier one had comes last. Of a node that was retried, the last attempt. */
export function comparedSteps(before: readonly Step[], after: readonly Step[]): ComparedNode[] {
  const [old, now] = [lastOf(before), lastOf(after)];
  const ids = [...now.keys(), ...[...old.keys()].filter((id) => !now.has(id))];
  return ids.map((nodeId) => {
    const [one, other] = [old.get(nodeId), now.get(nodeId)];
    const { title, type } = (other ?? one)!;
    return { nodeId, title, type, change: changeOf(one, other), before: one, after: other };
  });
}

function lastOf(steps: readonly Step[]): Map<string, Step> {
  return new Map(steps.filter((each) => each.frame === "").map((each) => [each.nodeId, each]));
}

function changeOf(before: Step | undefined, after: Step | undefined): Change {
  if (!before) return "added";
  if (!after) return "removed";
  const said = ({ status, error, outputs }: Step) => canonical([status, error, outputs]);
  return said(before) === said(after) ? "same" : "changed";
}

/** The same text for what says the same, in whatever order its keys are. */
export function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, each: unknown) => {
    if (each === null || typeof each !== "object" || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/** Named values as lines to compare. */
export function linesOf(values: Record<string, unknown> | null): string {
  const named = Object.entries(values ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return named.map(([name, value]) => `${name}:\n${shownValue(value)}\n`).join("");
}
