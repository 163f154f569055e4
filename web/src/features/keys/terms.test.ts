import { expect, test } from "vitest";
import { asBody, withScope } from "./terms";

test("scopes stand in one order, each once", () => {
  const none = { scopes: [], days: null };
  const two = withScope(withScope(withScope(none, "run", true), "read", true), "run", true);
  expect(two.scopes).toEqual(["read", "run"]);
  expect(withScope(two, "read", false).scopes).toEqual(["run"]);
});

test("days are counted from now; none are none", () => {
  expect(asBody({ scopes: ["read"], days: 7 }, 1_000_400)).toEqual({ scopes: ["read"], expires_at: 1000 + 604_800 });
  expect(asBody({ scopes: ["read"], days: null }).expires_at).toBe(null);
});
