import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { groupsOf, isIdle, isStuck } from "./groups";
import type { Queue } from "./queries";

const queue = (name: string, values: Partial<Queue> = {}): Queue => ({
  ...{ name, depth: 0, consumers: 1, oldest_age: null, tasks: ["mail.send"] },
  ...values,
});
// The API's own list: a queue that is added there belongs to a group here.
const declared = readFileSync("../api/treeline/kernel/lanes.py", "utf8");
const names = [...declared.match(/^QUEUES = \(\n([^)]*)\)/m)![1]!.matchAll(/"(\w+)"/g)].map((found) => found[1]!);

test("each of the API's queues is in one group, and in none of the rest", () => {
  const groups = groupsOf(names.map((name) => queue(name)));
  const grouped = groups.flatMap(({ queues }) => queues.map(({ name }) => name));
  expect(names).toHaveLength(18);
  expect(grouped.sort()).toEqual([...names].sort());
  expect(groups.map(({ purpose }) => purpose)).not.toContain("other");
});

test("a queue that is not known is shown as well", () => {
  expect(groupsOf([queue("unheard_of")])).toEqual([{ purpose: "other", queues: [queue("unheard_of")] }]);
});

test.each([
  [{ consumers: 0, depth: 1, tasks: [] }, "stuck"],
  [{ consumers: 0, depth: 0, tasks: ["mail.send"] }, "stuck"],
  [{ consumers: 0, depth: 0, tasks: [] }, "idle"],
  [{ consumers: 1, depth: 0 }, "idle"],
  [{ consumers: 1, depth: 1 }, "at work"],
])("%j is %s", (values, state) => {
  const found = queue("mail", values);
  expect([isStuck(found), isIdle(found)]).toEqual([state === "stuck", state === "idle"]);
});
