import { expect, test } from "vitest";
import { safePath } from "./entrance";

test.each([
  ["/apps/x/assets?y=1", "/apps/x/assets?y=1"],
  ["/operations", "/operations"],
  [undefined, "/"],
  ["https://elsewhere.example", "/"],
  ["//elsewhere.example", "/"],
  ["/\\elsewhere.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/signin?next=/signin", "/"],
])("after signing in, %s leads to %s", (next, path) => {
  expect(safePath(next)).toBe(path);
});
