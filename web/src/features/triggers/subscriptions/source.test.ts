import { expect, test } from "vitest";
import type { Subscription } from "./queries";
import { headlineOf, isComplete, KINDS, NEW_SOURCE, placeOf, repositoryOf, sentSource, sourceOf } from "./source";

const subscription = (kind: Subscription["kind"], source: Record<string, unknown>) =>
  ({ kind, source, source_name: "Shop" }) as unknown as Subscription;

test.each([
  ["ann/harbor", "ann/harbor"],
  [" https://github.com/ann/harbor/issues/7 ", "ann/harbor"],
  ["github.com/ann/harbor.git", "ann/harbor"],
])("a repository is known by its address: %s", (given, repository) => {
  expect(repositoryOf(given)).toBe(repository);
});

test.each(KINDS)("%s: what is saved comes back as it was sent", (kind) => {
  const given = { ...NEW_SOURCE, url: "https://x.example", repository: "a/b", app_id: "1", dataset_id: "2" };
  const sent = sentSource(kind, { ...given, host: "m.example", username: "ann", password: "p" });
  expect(sentSource(kind, sourceOf(subscription(kind, sent)))).toEqual(sent);
});

test.each(KINDS)("%s: nothing is sent before it is complete", (kind) => {
  expect(isComplete(kind, NEW_SOURCE)).toBe(false);
});

test("a source is known by one line", () => {
  expect(placeOf(subscription("imap", { username: "ann", host: "m", folder: "INBOX" }))).toBe("ann · m · INBOX");
  expect(placeOf(subscription("run_ended", { app_id: "1" }))).toBe("Shop");
});

test("an event is known by what it says first", () => {
  expect(headlineOf({ event: "entry", title: "", subject: "Hello" })).toBe("Hello");
  expect(headlineOf(null)).toBe("");
});
