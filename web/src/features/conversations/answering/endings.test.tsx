// However a stream ends, nothing that is shown waits any more: no spinner, and the next question can be asked.
import i18next from "i18next";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startI18n } from "@/i18n";
import { ExchangeView } from "./ExchangeView";
import { Trial } from "./trial";

type Say = (text: string) => void;
type Stream = { say: Say; end: () => void; break: () => void };

const line = (event: object) => `id: 1-0\ndata: ${JSON.stringify({ task_id: "run", message_id: "m", ...event })}\n\n`;
const BEFORE: Record<string, string> = {
  "no token": "event: ping\n\n",
  "some text": line({ event: "message", answer: "Hel" }),
  "a step at work": line({ event: "agent_thought", id: "t", position: 1, thought: "", tool: "read", tool_input: "{}" }),
};
/** How the stream ends. What is resumed afterwards is answered by `later`, if there is one. */
const ENDINGS: Record<string, { end: (stream: Stream, trial: Trial) => void; later?: () => Response }> = {
  "its end": { end: (stream) => stream.say(line({ event: "message_end" })) },
  "an error": {
    end: (stream) => stream.say(line({ event: "error", code: "worker_lost", message: "Lost.", status: 500 })),
  },
  "an end without an answer": {
    end: (stream) => stream.say(line({ event: "error", code: "stopped", message: "Stopped.", status: 400 })),
  },
  "a restart, and the run is gone": {
    end: (stream) => stream.end(),
    later: () => Response.json({ code: "not_found", message: "Gone.", status: 404 }, { status: 404 }),
  },
  "a restart, and empty streams": { end: (stream) => stream.end(), later: () => new Response("") },
  "a network that stays away": {
    end: (stream) => stream.break(),
    later: () => {
      throw new TypeError("offline");
    },
  },
  "a network that says nothing": {
    end: () => {},
    later: () => {
      throw new TypeError("offline");
    },
  },
  "no JSON": { end: (stream) => stream.say("data: {oh\n\n") },
  "somebody who leaves": { end: (_, trial) => trial.leave() },
};
const STOPS = ["never", "before the first event", "at last", "in vain"] as const;

beforeAll(async () => {
  await startI18n();
  await i18next.loadNamespaces("studio");
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

for (const [begun, first] of Object.entries(BEFORE)) {
  for (const [ending, { end, later }] of Object.entries(ENDINGS)) {
    for (const stop of STOPS) {
      test(`${begun}, then ${ending}; stopped: ${stop}`, async () => {
        const trial = new Trial("app", "chat");
        let stream: Stream | undefined;
        let stops = 0;
        vi.stubGlobal("fetch", async (request: Request) => {
          if (request.url.endsWith("/stop")) {
            stops++;
            if (stop === "in vain") return Response.json({ code: "x", message: "No.", status: 503 }, { status: 503 });
            return Response.json({ result: "success" });
          }
          if (request.method === "GET") return (later ?? (() => new Response("")))();
          return new Response(
            new ReadableStream<Uint8Array>({
              start(controller) {
                const say: Say = (text) => controller.enqueue(new TextEncoder().encode(text));
                stream = { say, end: () => controller.close(), break: () => controller.error(new TypeError("cut")) };
              },
            }),
          );
        });
        const asked = trial.ask({ query: "Hello", files: [], inputs: {}, config: {}, assetVersion: null });
        await vi.advanceTimersByTimeAsync(1);
        if (stop === "before the first event") await trial.stop().catch(() => {});
        stream!.say(first);
        await vi.advanceTimersByTimeAsync(1);
        if (stop === "at last" || stop === "in vain") await trial.stop().catch(() => {});
        if (stop !== "never" && begun !== "no token") expect(stops).toBe(1);
        end(stream!, trial);
        await vi.advanceTimersByTimeAsync(120_000);
        await asked;
        expect(trial.open).toBeUndefined();
        const [exchange] = trial.exchanges;
        expect(exchange).toMatchObject({ stopping: false, lost: false });
        const shown = renderToStaticMarkup(<ExchangeView exchange={exchange!} onRetry={undefined} />);
        expect(shown).not.toContain("animate-spin");
        expect(shown).toContain('aria-busy="false"');
      });
    }
  }
}

/** Rejects when it is aborted, and never answers. */
const silent = (request: Request) =>
  new Promise<Response>((_, reject) => {
    request.signal.addEventListener("abort", () => reject(new DOMException("left", "AbortError")));
  });

for (const mute of ["the question", "the stop", "what is resumed"]) {
  test(`a stop ends the waiting where ${mute} is never answered`, async () => {
    const trial = new Trial("app", "chat");
    vi.stubGlobal("fetch", async (request: Request) => {
      const kind = request.url.endsWith("/stop")
        ? "the stop"
        : request.method === "GET"
          ? "what is resumed"
          : "the question";
      if (kind === mute) return silent(request);
      if (kind === "the stop") return Response.json({ result: "success" });
      const begun = line({ event: "message", answer: "Hel" });
      if (mute === "what is resumed") return new Response(begun);
      return new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode(begun)) }));
    });
    const asked = trial.ask({ query: "Hello", files: [], inputs: {}, config: {}, assetVersion: null });
    await vi.advanceTimersByTimeAsync(1_000);
    void trial.stop().catch(() => {});
    await vi.advanceTimersByTimeAsync(30_000);
    expect(trial.open).toBeUndefined();
    expect(trial.exchanges[0]).toMatchObject({ state: "stopped", stopping: false });
    await vi.advanceTimersByTimeAsync(120_000);
    await asked;
  });
}
