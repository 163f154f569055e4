import { describe, expect, test } from "vitest";
import type { NodeData } from "../graph/types";
import en from "../locales/en.json";
import { handlesOf, isKnown, KINDS, kindOf, offered, outputsOf } from "./registry";
import samples from "./samples.json";

type Sample = { data: NodeData; handles: string[]; outputs: Record<string, string> };
const ENDS = ["end", "loop-end"];

/** The file is made from the server's node classes, and a test of the API compares it with them. */
describe.each(samples as unknown as Sample[])("$data.type, $data.title", ({ data, handles, outputs }) => {
  test("has the outputs and the handles that the server says", () => {
    const declared = kindOf(data.type)
      .outputs(data)
      .filter(({ selector }) => selector.length === 1)
      .map(({ selector, type }) => [selector[0]!, type]);
    expect(Object.fromEntries(declared)).toEqual(outputs);
    expect(handlesOf(data).map(({ id }) => id)).toEqual(ENDS.includes(data.type) ? [] : handles);
  });

  test("can be shown whatever its data lacks", () => {
    const kind = kindOf(data.type);
    for (const key of ["", ...Object.keys(data)]) {
      for (const wrong of [null, 7, "text", ["x"], [null], {}, { a: 1 }]) {
        const broken = { ...data, [key]: wrong, type: data.type };
        expect(typeof kind.summary(broken)).toBe("string");
        expect(outputsOf(broken).every(({ selector }) => selector.every((part) => typeof part === "string"))).toBe(
          true,
        );
        expect(handlesOf(broken).every(({ id }) => typeof id === "string")).toBe(true);
      }
    }
  });
});

test("each type has a sample", () => {
  const types = new Set((samples as unknown as Sample[]).map(({ data }) => kindOf(data.type).type));
  expect(Object.keys(KINDS).filter((type) => !types.has(type))).toEqual([]);
});

test("each type has a name", () => {
  expect(Object.keys(en.kinds).sort()).toEqual([...Object.keys(KINDS), "unknown"].sort());
});

test("unknown types, whatever their name, are shown", () => {
  for (const type of ["teleport", "constructor", "__proto__", ""]) {
    expect(isKnown(type)).toBe(false);
    expect(kindOf(type).outputs({ type, title: "" })).toEqual([]);
  }
  expect(kindOf("variable-assigner").type).toBe("variable-aggregator");
});

test("what is offered depends on the app and the container", () => {
  const names = (mode: string, inside?: string) => offered(mode, inside).map(({ type }) => type);
  expect(names("workflow")).toContain("end");
  expect(names("workflow")).not.toContain("answer");
  expect(names("advanced-chat")).not.toContain("trigger-webhook");
  expect(names("workflow", "loop")).toContain("loop-end");
  expect(names("workflow", "iteration")).not.toContain("loop-end");
  expect(names("workflow", "loop")).not.toContain("start");
});
