import { expect, test } from "vitest";
import { SMALL } from "./contents";
import { framed, jobsOf } from "./sending";

const part = (id: string, ...bytes: number[]) => {
  const content = new Uint8Array(bytes);
  return { id, found: { path: id, file: new File([content], id), bytes: content } };
};
const sized = (id: string, size: number) => ({ id, found: { path: id, file: new File([new Uint8Array(size)], id) } });

test("small files travel together, large ones alone", () => {
  const jobs = jobsOf([sized("a", 10), sized("large", SMALL + 1), sized("b", 20)]);
  expect(jobs.map((job) => job.map(({ id }) => id))).toEqual([["a", "b"], ["large"]]);
});

test("a pack has at most a thousand files", () => {
  const jobs = jobsOf(Array.from({ length: 1001 }, (_, at) => sized(String(at), 1)));
  expect(jobs.map((job) => job.length)).toEqual([1000, 1]);
});

test("before each file stand its index and its length", () => {
  const index = new Map([
    ["one", 0],
    ["other", 5],
  ]);
  expect([...framed([part("one", 7, 8), part("other", 1)], index)]).toEqual([
    ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 7, 8],
    ...[0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1, 1],
  ]);
});
