// The queues by what they are for, and what of them is wrong.
import type { Queue } from "./queries";

const PURPOSES = {
  answers: ["workflow_based_app_execution", "workflow_storage", "conversation"],
  files: ["retention", "app_deletion"],
  knowledge: ["priority_dataset", "dataset", "priority_pipeline", "pipeline"],
  workflows: [
    "workflow",
    "triggered_workflow_dispatcher",
    "schedule_poller",
    "schedule_executor",
    "trigger_refresh_executor",
  ],
  tools: ["plugin"],
  mail: ["mail"],
  upkeep: ["api_token", "ops_trace"],
} as const;

export type Purpose = keyof typeof PURPOSES | "other";
export type QueueGroup = { purpose: Purpose; queues: Queue[] };

/** Work stands still: there are messages, or tasks that will send some, and nobody takes them. */
export const isStuck = ({ consumers, depth, tasks }: Queue) => consumers === 0 && (depth > 0 || tasks.length > 0);

/** Whether there is nothing to see. */
export const isIdle = (queue: Queue) => queue.depth === 0 && !isStuck(queue);

/** Every queue in one group; those that no group knows in the last. */
export function groupsOf(queues: Queue[]): QueueGroup[] {
  const groups = Object.entries(PURPOSES).map(([purpose, names]) => ({
    purpose: purpose as Purpose,
    queues: names.flatMap((name) => queues.filter((queue) => queue.name === name)),
  }));
  const known = new Set<string>(Object.values(PURPOSES).flat());
  const other = { purpose: "other" as const, queues: queues.filter(({ name }) => !known.has(name)) };
  return [...groups, other].filter((group) => group.queues.length > 0);
}
