import { expect, test } from "vitest";
import type { Step } from "../running/steps";
import { comparedSteps, linesOf } from "./compare";

const step = (nodeId: string, more: Partial<Step> = {}): Step => ({
  id: `${nodeId} ${more.attempt ?? 1} ${more.frame ?? ""}`,
  runId: "run",
  nodeId,
  type: "code",
  title: nodeId,
  frame: "",
  status: "succeeded",
  attempt: 1,
  reused: false,
  startedAt: 0,
  seconds: 1,
  inputs: null,
  processData: null,
  outputs: { x: 1, y: 2 },
  truncated: false,
  error: null,
  tokens: 0,
  price: null,
  currency: null,
  ...more,
});

test("nodes are told apart by what they gave, not by how long they took", () => {
  const before = [step("same"), step("other"), step("gone"), step("failed")];
  const after = [
    step("same", { seconds: 9, outputs: { y: 2, x: 1 }, startedAt: 7 }),
    step("new"),
    step("other", { outputs: { x: 2 } }),
    step("failed", { status: "failed", error: "no" }),
  ];
  expect(comparedSteps(before, after).map(({ nodeId, change }) => [nodeId, change])).toEqual([
    ["same", "same"],
    ["new", "added"],
    ["other", "changed"],
    ["failed", "changed"],
    ["gone", "removed"],
  ]);
});

test("of a node that was retried the last attempt counts, and what is inside containers does not", () => {
  const after = [
    step("a", { status: "retry", error: "503" }),
    step("a", { attempt: 2 }),
    step("in", { frame: "it:0" }),
  ];
  expect(comparedSteps([step("a")], after).map(({ nodeId, change }) => [nodeId, change])).toEqual([["a", "same"]]);
});

test("values become lines in one order", () => {
  expect(linesOf({ b: [1], a: "x\ny" })).toBe("a:\nx\ny\nb:\n[\n  1\n]\n");
  expect(linesOf(null)).toBe("");
});
