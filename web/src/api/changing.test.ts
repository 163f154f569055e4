import { QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { ChangingQueries } from "./changing";

/** A list that is first asked for before a change, and answered after it. */
async function seen(invalidate: (queries: ChangingQueries) => Promise<void>) {
  const queries = new ChangingQueries();
  let rows = "before";
  let answers: (() => void)[] = [];
  const list = new QueryObserver(queries, {
    queryKey: ["rows"],
    queryFn: ({ signal: _ }) => {
      const found = rows;
      return new Promise<string>((done) => answers.push(() => done(found)));
    },
  });
  const stop = list.subscribe(() => {});
  rows = "after";
  const changed = invalidate(queries);
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((done) => setTimeout(done));
    for (const answer of answers.splice(0)) answer();
  }
  await changed;
  answers = [];
  stop();
  return list.getCurrentResult().data;
}

test("a list whose first request was under way during a change shows the state after it", async () => {
  expect(await seen((queries) => queries.invalidateQueries({ queryKey: ["rows"] }))).toBe("after");
});

test("what a change does not touch is not asked for again", async () => {
  expect(await seen((queries) => queries.invalidateQueries({ queryKey: ["others"] }))).toBe("before");
});
