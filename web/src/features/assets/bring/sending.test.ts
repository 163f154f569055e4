import { expect, test } from "vitest";
import { framed, jobsOf, SMALL } from "./sending";

const part = (id: string, size: number) => ({ id, file: new File([new Uint8Array(size)], id) });

test("small files travel together, large ones alone", () => {
  const jobs = jobsOf([part("a", 10), part("large", SMALL + 1), part("b", 20)]);
  expect(jobs.map((job) => job.parts.map(({ id }) => id))).toEqual([["a", "b"], ["large"]]);
});

test("a pack has at most a thousand files", () => {
  const jobs = jobsOf(Array.from({ length: 1001 }, (_, at) => part(String(at), 1)));
  expect(jobs.map((job) => job.parts.length)).toEqual([1000, 1]);
});

test("before each file stand its index and its length", async () => {
  const [one, other] = [part("one", 2), part("other", 1)];
  const bytes = new Map([[one.file, new Uint8Array([7, 8]).buffer]]);
  const body = framed(
    [one, other],
    new Map([
      ["one", 0],
      ["other", 5],
    ]),
    bytes,
  );
  expect([...new Uint8Array(await body.arrayBuffer())]).toEqual([
    ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 7, 8],
    ...[0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1, 0],
  ]);
});
