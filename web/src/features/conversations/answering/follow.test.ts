import { expect, test } from "vitest";
import { ApiError } from "@/api/errors";
import { type AnswerEvent, begun, type Exchange, heard, isLast } from "./exchange";
import { follow } from "./follow";

const line = (id: number, event: object) => `id: ${id}-0\ndata: ${JSON.stringify({ task_id: "run", ...event })}\n\n`;
const word = (id: number, answer: string) => line(id, { event: "message", message_id: "m", answer });
const END = { event: "message_end", message_id: "m", metadata: { usage: { total_tokens: 7, latency: 0.5 } } };

/** A response of these pieces, whose connection breaks after them. */
function broken(...pieces: string[]): Response {
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.error(new TypeError("network error"));
      else controller.enqueue(new TextEncoder().encode(piece));
    },
  });
  return new Response(body);
}

async function followed(asked: Response, ...resumed: Response[]) {
  let exchange: Exchange = begun("Hello", null);
  const resumes: (string | null)[] = [];
  const lost: boolean[] = [];
  await follow({
    ask: async () => asked,
    resume: async (_, lastId) => {
      resumes.push(lastId);
      return resumed.shift() ?? broken();
    },
    hear: (event: AnswerEvent) => {
      exchange = heard(exchange, event);
    },
    isEnd: isLast,
    setLost: (value) => lost.push(value),
    signal: new AbortController().signal,
    pause: async () => {},
  });
  return { exchange, resumes, lost };
}

test("an answer is heard to its end", async () => {
  const { exchange, resumes } = await followed(new Response(word(1, "Hel") + word(2, "lo") + line(3, END)));
  expect(exchange).toMatchObject({ state: "done", answer: "Hello", taskId: "run", messageId: "m", tokens: 7 });
  expect(resumes).toEqual([]);
});

test("after a break it goes on behind the last event", async () => {
  const cut = word(2, "lo").slice(0, 12);
  const again = new Response(word(2, "lo") + line(3, END));
  const { exchange, resumes, lost } = await followed(broken(word(1, "Hel"), cut), broken(), again);
  expect(exchange).toMatchObject({ state: "done", answer: "Hello" });
  expect(resumes).toEqual(["1-0", "1-0"]);
  expect(lost).toContain(true);
  expect(lost.at(-1)).toBe(false);
});

test("a run that waits for a person is followed on, however long that takes, and nothing is lost", async () => {
  const paused = new Response(word(1, "One moment. ") + line(2, { event: "workflow_paused" }));
  const silent = Array.from({ length: 20 }, () => broken());
  const { exchange, resumes, lost } = await followed(paused, ...silent, new Response(word(3, "Done.") + line(4, END)));
  expect(exchange).toMatchObject({ state: "done", answer: "One moment. Done." });
  expect(resumes).toEqual(Array(21).fill("2-0"));
  expect(lost).not.toContain(true);
});

test("a refusal is thrown as it is, and so is a connection that does not come back", async () => {
  const refusal = Response.json({ code: "app_unavailable", message: "No config.", status: 400 }, { status: 400 });
  await expect(followed(refusal)).rejects.toMatchObject({ code: "app_unavailable", message: "No config." });
  await expect(followed(broken(word(1, "Hel")))).rejects.toBeInstanceOf(ApiError);
  await expect(followed(broken())).rejects.toMatchObject({ code: "connection_lost" });
});

test("steps are replaced by what comes later of them; a failure keeps the text", () => {
  const step = { event: "agent_thought", id: "t1", position: 1, thought: "", tool: "read", tool_input: "{}" } as const;
  let exchange = heard(begun("q", null), { ...step, task_id: "run", observation: "" });
  exchange = heard(exchange, { ...step, task_id: "run", observation: "text" });
  exchange = heard(exchange, { event: "agent_message", task_id: "run", answer: "So" });
  exchange = heard(exchange, { event: "error", task_id: "run", code: "x", message: "Broken.", status: 400 });
  expect(exchange.steps).toMatchObject([{ id: "t1", observation: "text" }]);
  expect(exchange).toMatchObject({ state: "failed", answer: "So", error: { code: "x", message: "Broken." } });
});

test("an answer that was to be stopped ends stopped", () => {
  const exchange = heard({ ...begun("q", null), stopping: true }, { ...END, event: "message_end", task_id: "run" });
  expect(exchange.state).toBe("stopped");
});

test("what turns out to be a thought is no part of the answer; where it was cut is told", () => {
  const thought = { event: "agent_thought", id: "t1", position: 1, tool: "", tool_input: "", observation: "" } as const;
  let exchange = heard(begun("q", null), { event: "message", task_id: "run", answer: "hm" });
  exchange = heard(exchange, { event: "message_replace", task_id: "run", answer: "" });
  exchange = heard(exchange, { ...thought, task_id: "run", thought: "hm" });
  exchange = heard(exchange, { event: "message", task_id: "run", answer: "Fine" });
  exchange = heard(exchange, { event: "message_end", task_id: "run", metadata: { finish_reason: "length" } });
  expect(exchange).toMatchObject({ answer: "Fine", steps: [{ thought: "hm" }], cut: "length", state: "done" });
});
