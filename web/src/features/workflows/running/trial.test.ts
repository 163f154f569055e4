import { expect, test } from "vitest";
import type { RunEvent } from "./events";
import { heardRun, RunTrial, type Tried } from "./trial";

const NOTHING = new RunTrial("app").read();
const BEGUN: Tried = { ...NOTHING, state: "running" };
const told = (...events: RunEvent[]) => events.reduce<Tried>((before, event) => heardRun(before, event, 0), BEGUN);
const ended: RunEvent = {
  event: "workflow_finished",
  task_id: "run",
  workflow_run_id: "run",
  data: {
    id: "run",
    status: "succeeded",
    outputs: { text: "Hello" },
    error: null,
    elapsed_time: 1.5,
    total_tokens: 9,
    total_steps: 3,
  },
};

test("the text is what was streamed, in whatever pieces, and a replacement takes its place", () => {
  const piece = (text: string): RunEvent => ({ event: "text_chunk", data: { text } });
  expect(told(piece("Hel"), piece("lo")).text).toBe("Hello");
  expect(told(piece("wrong"), { event: "text_replace", data: { text: "He" } }, piece("llo"), ended).text).toBe("Hello");
  const said = (answer: string): RunEvent => ({ event: "message", answer });
  expect(told(said("a"), { event: "message_replace", answer: "b" }, said("c")).text).toBe("bc");
});

test("it ends with its status, outputs and cost", () => {
  expect(told(ended)).toMatchObject({
    state: "over",
    runId: "run",
    status: "succeeded",
    outputs: { text: "Hello" },
    seconds: 1.5,
    tokens: 9,
  });
});

test("a run that was stopped before it began is stopped; any other error has failed it", () => {
  const error = (code: string): RunEvent => ({ event: "error", code, message: "Too many steps.", status: 400 });
  expect(told(error("stopped"))).toMatchObject({ state: "over", status: "stopped", error: null });
  expect(told(error("too_many_steps"))).toMatchObject({ state: "over", status: "failed", error: "Too many steps." });
});

test("a pause is no end", () => {
  const pause: RunEvent = { event: "workflow_paused", data: {} };
  expect(told(pause).state).toBe("paused");
  // Whoever reads on hears what came after it.
  expect(told(pause, { event: "text_chunk", data: { text: "On" } })).toMatchObject({ state: "running", text: "On" });
  expect(told(pause, ended).state).toBe("over");
});
