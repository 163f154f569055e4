import { ApiError } from "@/api/errors";
import type { SentFile } from "../files/attachments";
import { type Source, sourcesOf } from "./sources";

/** One call of a tool on the way to an answer, at work until there is an observation; without a tool, a thought. */
export type Step = {
  id: string;
  position: number;
  thought: string;
  tool: string;
  tool_input: string;
  observation: string;
};

/** What a run says, as far as the console listens to it. */
export type AnswerEvent =
  | ({ event: "agent_thought"; task_id: string } & Step)
  | ({ event: "message" | "agent_message" | "message_replace"; answer: string } & Common)
  | ({ event: "message_end"; metadata?: Metadata } & Common)
  | ({ event: "workflow_paused" } & Common)
  | ({ event: "error"; code: string; message: string; status: number } & Common);

type Metadata = {
  usage?: { total_tokens?: number; latency?: number };
  retriever_resources?: object[] | null;
  finish_reason?: string | null;
};
type Common = { task_id: string; message_id?: string; conversation_id?: string };

/** A question and its answer as far as it has come. */
export type Exchange = {
  id: number;
  query: string;
  files: SentFile[];
  /** Which of the app's files it was tried with: "draft", "active", or a version's number. */
  assetVersion: string | null;
  /** The message before it in its conversation. */
  parentId: string | null;
  state: "asking" | "answering" | "done" | "stopped" | "failed";
  /** Whether the connection is lost, and is being made again. */
  lost: boolean;
  stopping: boolean;
  taskId: string | null;
  messageId: string | null;
  conversationId: string | null;
  answer: string;
  steps: Step[];
  sources: Source[];
  error: ApiError | null;
  tokens: number | null;
  seconds: number | null;
  /** Which limit the answer ended at, if it did. */
  cut: Cut | null;
};

/** The model's own limit, or what the app's config lets an answer cost. */
export type Cut = "length" | "limit";

let last = 0;

export function begun(
  query: string,
  parentId: string | null,
  files: SentFile[] = [],
  assetVersion: string | null = null,
): Exchange {
  const ids = { taskId: null, messageId: null, conversationId: null };
  const open = { state: "asking" as const, lost: false, stopping: false, error: null };
  const unknown = { tokens: null, seconds: null, cut: null };
  return {
    id: ++last,
    query,
    files,
    assetVersion,
    parentId,
    ...ids,
    ...open,
    ...unknown,
    answer: "",
    steps: [],
    sources: [],
  };
}

export const isLast = ({ event }: { event: string }) => event === "message_end" || event === "error";

export const isOpen = (exchange: Exchange) => exchange.state === "asking" || exchange.state === "answering";

/** The exchange after an event. What is over stays as it ended. */
export function heard(before: Exchange, event: AnswerEvent): Exchange {
  if (!isOpen(before)) return before;
  const now: Exchange = { ...before, state: "answering", taskId: event.task_id ?? before.taskId };
  if ("message_id" in event) now.messageId = event.message_id ?? now.messageId;
  if ("conversation_id" in event) now.conversationId = event.conversation_id ?? now.conversationId;
  switch (event.event) {
    case "message":
    case "agent_message":
      return { ...now, answer: now.answer + event.answer };
    case "message_replace":
      return { ...now, answer: event.answer };
    case "agent_thought":
      return { ...now, steps: withStep(now.steps, event) };
    case "message_end": {
      const usage = event.metadata?.usage;
      const cut = cutBy(event.metadata?.finish_reason);
      const sources = sourcesOf(event.metadata?.retriever_resources);
      const used = { tokens: usage?.total_tokens ?? null, seconds: usage?.latency ?? null, cut, sources };
      return ended({ ...now, ...used }, now.stopping ? "stopped" : "done");
    }
    case "error":
      // A run that was stopped before it could store anything ends with this code.
      if (event.code === "stopped") return ended(now, "stopped");
      return failed(now, new ApiError(event.code, event.message, event.status));
    default:
      return now;
  }
}

export function failed(exchange: Exchange, error: ApiError): Exchange {
  return { ...ended(exchange, "failed"), error };
}

/** Over, in whatever way: nothing about it is still under way. */
export function ended(exchange: Exchange, state: "done" | "stopped" | "failed"): Exchange {
  return { ...exchange, state, lost: false, stopping: false };
}

export function cutBy(reason: unknown): Cut | null {
  return reason === "length" || reason === "limit" ? reason : null;
}

function withStep(steps: Step[], { id, position, thought, tool, tool_input, observation }: Step): Step[] {
  const step = { id, position, thought, tool, tool_input, observation };
  const others = steps.filter((each) => each.id !== id);
  return [...others, step].sort((one, other) => one.position - other.position);
}
