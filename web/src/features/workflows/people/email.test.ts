import { expect, test } from "vitest";
import { addressesOf, emailOf, withEmail } from "./email";

const webapp = { id: "w", type: "webapp", enabled: true };

test("what is set is read again, and what else is there stays", () => {
  const second = { id: "m2", type: "email", enabled: true, config: { subject: "Another" } };
  const known = { id: "m", type: "email", config: { debug_mode: true, recipients: { hint: 1, items: null } } };
  for (const before of [undefined, [], [webapp], [known, webapp, second]]) {
    const set = { on: true, members: ["a"], addresses: ["b@example.org"], subject: "S", body: "B" };
    const after = withEmail(before, set);
    expect(emailOf(after)).toEqual({ ...set, wholeWorkspace: false });
    expect(emailOf(withEmail(after, { on: false }))).toEqual({ ...set, on: false, wholeWorkspace: false });
    const others = (before ?? []).filter((each) => each !== known);
    expect(after.filter((each) => others.some((other) => other.id === each.id))).toEqual(others);
  }
  expect(withEmail([known], { wholeWorkspace: true })[0]).toMatchObject({
    config: { debug_mode: true, recipients: { hint: 1, whole_workspace: true } },
  });
});

test("without one nothing is sent", () => {
  expect([undefined, [], [webapp], [{ type: "email", enabled: false }]].map((each) => emailOf(each).on)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test("an address a line", () => {
  expect(addressesOf("a@x.org\n\n b@x.org, a@x.org;c@x.org")).toEqual(["a@x.org", "b@x.org", "c@x.org"]);
});
