import { expect, test } from "vitest";
import { safePath } from "./entrance";

test.each([
  ["/apps/x/assets?y=1", "/apps/x/assets?y=1"],
  ["/operations", "/operations"],
  [undefined, "/apps"],
  ["https://elsewhere.example", "/apps"],
  ["//elsewhere.example", "/apps"],
  ["/\\elsewhere.example", "/apps"],
  ["javascript:alert(1)", "/apps"],
  ["/signin?next=/signin", "/apps"],
])("after signing in, %s leads to %s", (next, path) => {
  expect(safePath(next)).toBe(path);
});
