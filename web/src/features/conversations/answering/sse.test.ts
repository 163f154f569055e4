import { expect, test } from "vitest";
import { EventParser, eventsOf, type ServerEvent } from "./sse";

const STREAM =
  ': a comment\nid: 1-0\ndata: {"a":1}\n\nevent: ping\n\nid: 2-0\r\nevent: note\r\ndata:two\r\ndata: lines\r\n\r\ndata: 树\n\n';

const EVENTS: ServerEvent[] = [
  { id: "1-0", event: "message", data: '{"a":1}' },
  { id: "2-0", event: "note", data: "two\nlines" },
  { id: "2-0", event: "message", data: "树" },
];

test("events are read, comments and pings are not", () => {
  expect(new EventParser().feed(STREAM)).toEqual(EVENTS);
});

test("it does not matter where the pieces are cut", () => {
  for (let size = 1; size < 9; size++) {
    const parser = new EventParser();
    const found: ServerEvent[] = [];
    for (let at = 0; at < STREAM.length; at += size) found.push(...parser.feed(STREAM.slice(at, at + size)));
    expect(found).toEqual(EVENTS);
  }
});

test("bytes of one character may come apart, and what has no end is no event", async () => {
  const bytes = new TextEncoder().encode(`${STREAM}data: cut`);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const found: ServerEvent[] = [];
  for await (const event of eventsOf(body)) found.push(event);
  expect(found).toEqual(EVENTS);
});
