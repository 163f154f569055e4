import { expect, test } from "vitest";
import { hostAndPort, refusedHost } from "./queries";

test.each([
  [{ host: "localhost", port: 11434 }, "localhost:11434"],
  [{ host: "10.1.2.3", port: 80 }, "10.1.2.3:80"],
  [{ host: "::1", port: 8080 }, "[::1]:8080"],
])("%o is written %s", (entry, written) => {
  expect(hostAndPort(entry)).toBe(written);
});

test("a refused host is found among the details, and only there", () => {
  const detail = { path: "", message: "private", host: "localhost", port: 11434 };
  expect(refusedHost([{ path: "name", message: "taken" }, detail])).toEqual({ host: "localhost", port: 11434 });
  for (const none of [undefined, null, [], [{ path: "host", message: "x" }], [{ host: "x" }], [{ host: 1, port: 2 }]]) {
    expect(refusedHost(none)).toBeNull();
  }
});
