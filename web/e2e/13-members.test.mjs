// Two people: invited by a link, with a new account and with one's own; roles, leaving, and links that are no good.
// The tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, looked, openPage, signedIn } from "./browser.mjs";

const GRACE = { name: "Grace Hopper", email: "grace@example.com", password: "compile it 1" };
const STAMP = Date.now().toString(36);
const address = (name) => `${name}-${STAMP}@example.com`;
let browser;
let ada;
let grace;
/** Her name and her workspace's: other tests change them. */
let me;
let team;

before(async () => {
  browser = await launch();
  ada = await openPage(browser, process.env.BASE_URL);
  await signedIn(ada);
  me = (await call(ada, "GET", "/account/profile")).name;
  team = (await call(ada, "GET", "/workspaces/current")).name;
  grace = await openPage(browser, process.env.BASE_URL);
});

after(() => browser?.close());

const button = (name, within) => within.getByRole("button", { name, exact: true });

/** Ada invites somebody; the link, which this installation without a mail server shows once. */
async function invited(email, role = "editor") {
  await ada.goto("/settings/members");
  await button("Invite people", ada).click();
  const dialog = ada.getByRole("dialog", { name: /Invite people/ });
  await dialog.getByLabel("Email addresses").fill(email);
  await dialog.getByLabel("Role").selectOption(role);
  await button("Invite", dialog).click();
  const links = ada.getByRole("dialog", { name: "Invitation link" });
  const link = await links.locator("code").first().textContent();
  await button("Done", links).click();
  return link;
}

test("somebody is invited and joins with a new account", async () => {
  await ada.goto("/settings/members");
  await ada.getByRole("row", { name: new RegExp(`${me} \\(you\\).*Owner`) }).waitFor();
  await button("Invite people", ada).click();
  const dialog = ada.getByRole("dialog", { name: /Invite people/ });
  await dialog.getByLabel("Email addresses").fill("grace");
  await button("Invite", dialog).click();
  await dialog.getByText(/grace:/).waitFor();
  // Who is in already is named once.
  const { email } = await call(ada, "GET", "/account/profile");
  await dialog.getByLabel("Email addresses").fill(email);
  await button("Invite", dialog).click();
  await dialog.getByText(`${email} is already a member of this workspace.`, { exact: true }).waitFor();
  await looked(ada, "members-invite");
  await button("Cancel", dialog).click();
  const link = await invited(address("grace"));
  await ada.getByRole("row", { name: new RegExp(`${address("grace")}.*Editor`) }).waitFor();
  await looked(ada, "members");
  await grace.goto(link);
  await grace.getByRole("heading", { name: new RegExp(`^Join ${team}`) }).waitFor();
  await looked(grace, "members-accept");
  await grace.getByLabel("Name").fill(GRACE.name);
  await grace.getByLabel("Password").fill(GRACE.password);
  await button("Create account and join", grace).click();
  await grace.waitForURL(/\/apps/);
  await ada.reload();
  await ada.getByRole("row", { name: /Grace Hopper/ }).waitFor();
  assert.equal(await ada.getByRole("heading", { name: "Pending invitations" }).count(), 0);
  faultless(grace);
  // The link is used up, and says so.
  await grace.goto(link);
  await grace.getByRole("heading", { name: "Invitation already accepted" }).waitFor();
  await grace.goto(`${link.slice(0, -2)}xx`);
  await grace.getByRole("heading", { name: "Invalid link" }).waitFor();
  await looked(grace, "members-bad-link");
});

test("a role changes while its member is logged in", async () => {
  const { id } = await call(ada, "POST", "/apps", { name: "Loom", mode: "chat" });
  await grace.goto("/apps");
  const creates = grace.getByRole("button", { name: /^(New app|Create your first app)$/ });
  await creates.first().click();
  const creating = grace.getByRole("dialog");
  await creating.getByLabel("Name").fill("Engine");
  const changes = ada.waitForResponse((reply) => reply.url().includes("update-role"));
  await ada.getByLabel("Role of Grace Hopper").selectOption("normal");
  assert.equal((await changes).status(), 200);
  await ada.getByText("Grace Hopper now has the role Member.").waitFor();
  // What she began before is refused, and her page no longer offers it.
  await creating.getByRole("button", { name: /^Create/ }).click();
  await grace.getByText("Your role in this workspace has changed.").waitFor();
  await becomes(() => creates.count(), 0);
  await call(ada, "DELETE", `/apps/${id}`);
  await grace.goto("/settings/members");
  await grace.getByRole("row", { name: /Grace Hopper \(you\).*Member/ }).waitFor();
  for (const offered of ["Invite people", `Remove ${me}`]) assert.equal(await button(offered, grace).count(), 0);
  faultless(ada);
});

test("a workspace of one's own: created, switched from, and left for another", async () => {
  await grace.goto("/settings/workspaces");
  await button("Create workspace", grace).click();
  const dialog = grace.getByRole("dialog", { name: "Create workspace" });
  await dialog.getByLabel("Name").fill("Compilers");
  await looked(grace, "workspaces-create");
  await button("Create", dialog).click();
  await grace.waitForURL(/\/apps/);
  await grace.getByRole("link", { name: "Compilers" }).first().waitFor();
  await grace.goto("/settings/workspaces");
  await grace.getByRole("row", { name: /Compilers.*Current.*Owner/ }).waitFor();
  await looked(grace, "workspaces");
  await button("Leave Compilers", grace).click();
  const leaving = grace.getByRole("dialog", { name: "Leave Compilers?" });
  await button("Leave", leaving).click();
  await leaving.getByText(/needs an owner/).waitFor();
  await button("Cancel", leaving).click();
  await grace.getByRole("button", { name: /Account of/ }).click();
  await grace.getByRole("menuitem", { name: team }).click();
  await grace.waitForURL(/\/apps/);
  await grace.goto("/settings/workspaces");
  await button(`Leave ${team}`, grace).click();
  await button("Leave", grace.getByRole("dialog", { name: `Leave ${team}?` })).click();
  await grace.getByRole("link", { name: "Compilers" }).first().waitFor();
  await ada.goto("/settings/members");
  await ada.getByRole("row", { name: me }).waitFor();
  assert.equal(await ada.getByRole("row", { name: /Grace Hopper/ }).count(), 0);
});

test("an existing account accepts: signed in, or by signing in", async () => {
  const link = await invited(address("grace"), "admin");
  await grace.goto(link);
  await button("Accept invitation", grace).click();
  await grace.getByRole("link", { name: team }).first().waitFor();
  const { accounts } = await call(ada, "GET", "/workspaces/current/members");
  const { id } = accounts.find(({ email }) => email === address("grace"));
  await call(ada, "DELETE", `/workspaces/current/members/${id}`);
  const again = await invited(address("grace"), "normal");
  // Removed, she was signed out.
  await grace.goto(again);
  await grace.getByText("You already have an account.").waitFor();
  await looked(grace, "members-accept-existing");
  await grace.getByLabel("Password").fill(GRACE.password);
  await button("Sign in", grace).click();
  await grace.getByRole("link", { name: team }).first().waitFor();
  // An invitation of somebody else is not hers.
  const hers = await invited("ada@example.org");
  await grace.goto(hers);
  await grace.getByRole("button", { name: "Create account and join" }).waitFor();
});

test("an invitation is revoked, and its link says so", async () => {
  const link = await invited(address("dan"));
  await button(`Revoke the invitation of ${address("dan")}`, ada).click();
  const dialog = ada.getByRole("dialog", { name: /Revoke the invitation/ });
  await button("Revoke", dialog).click();
  await ada.getByText(`The invitation of ${address("dan")} was revoked.`).waitFor();
  const dan = await openPage(browser, process.env.BASE_URL);
  await dan.goto(link);
  await dan.getByRole("heading", { name: "Invitation no longer valid" }).waitFor();
  faultless(dan);
});

test("a member is removed", async () => {
  await ada.goto("/settings/members");
  await button("Remove Grace Hopper", ada).click();
  const dialog = ada.getByRole("dialog", { name: "Remove Grace Hopper?" });
  await looked(ada, "members-remove");
  await button("Remove", dialog).click();
  await ada.getByText("Grace Hopper was removed.").waitFor();
  await becomes(() => ada.getByRole("row", { name: /Grace Hopper/ }).count(), 0);
  faultless(ada);
});
