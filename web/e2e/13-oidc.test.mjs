// Single sign-on: a colleague comes in by it, and the owner connects it. The tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { call, faultless, launch, looked, OWNER, openPage, signedIn } from "./browser.mjs";
import { startOidc } from "./oidc.mjs";
import { startStack } from "./stack.mjs";

const provider = { name: "acme", label: "Acme ID", client_id: "treeline", client_secret: "a secret of the provider" };
let browser;
let oidc;
let stack;
let owner;

before(async () => {
  oidc = await startOidc();
  const providers = [{ ...provider, issuer: oidc.url, domains: ["acme.example"], groups: { writers: "editor" } }];
  stack = await startStack({ OIDC_PROVIDERS: JSON.stringify(providers), ALLOW_CREATE_WORKSPACE: "false" });
  browser = await launch();
  owner = await openPage(browser, stack.base);
  await signedIn(owner);
});

after(async () => {
  await browser?.close();
  await stack?.stop();
  await oidc?.stop();
});

/** To the provider, and back from it. */
async function through(page, button) {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("link", { name: /^Continue as/ }).click();
}

test("a new colleague signs in and is where they wanted to go", async () => {
  const page = await openPage(browser, stack.base);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Continue with Acme ID" }).waitFor();
  await looked(page, "oidc-signin");
  oidc.be({ sub: "carol", email: "carol@acme.example", name: "Carol", groups: ["writers"] });
  await through(page, "Continue with Acme ID");
  await page.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
  assert.equal(await page.getByLabel("Email address").inputValue(), "carol@acme.example");
  await page.getByRole("button", { name: "Disconnect Acme ID" }).click();
  await page.getByRole("button", { name: "Disconnect", exact: true }).click();
  await page.getByRole("alert").getByText("only way to sign in").waitFor();
  faultless(page);
  await page.context().close();
});

test("an invited person accepts with the provider, if it is their address", async () => {
  const body = { emails: ["dora@elsewhere.example"], role: "normal" };
  const { invitation_results } = await call(owner, "POST", "/workspaces/current/members/invite-email", body);
  const link = invitation_results[0].url;
  const page = await openPage(browser, stack.base);
  await page.goto(link);
  await page.getByRole("button", { name: "Continue with Acme ID" }).waitFor();
  await looked(page, "oidc-invited");
  oidc.be({ sub: "dora", email: "other@elsewhere.example", name: "Dora" });
  await through(page, "Continue with Acme ID");
  await page.getByRole("alert").getByText("another email address").waitFor();
  await looked(page, "oidc-invited-other");
  oidc.be({ sub: "dora", email: "dora@elsewhere.example", name: "Dora" });
  await through(page, "Continue with Acme ID");
  await page.waitForURL(/\/apps/);
  const profile = await call(page, "GET", "/account/profile");
  assert.deepEqual([profile.email, profile.is_password_set], ["dora@elsewhere.example", false]);
  // Only instance admins create workspaces here.
  await page.goto("/settings/workspaces");
  await page.getByRole("row", { name: /Current/ }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Create workspace" }).count(), 0);
  faultless(page);
  await page.goto(link);
  await page.getByRole("heading", { name: "Invitation already accepted" }).waitFor();
  await page.context().close();
});

test("who is not known is told what to do, and can start again", async () => {
  const page = await openPage(browser, stack.base);
  await page.goto("/signin");
  oidc.be({ sub: "eve", email: "eve@elsewhere.example" });
  await through(page, "Continue with Acme ID");
  await page.getByRole("alert").getByText("No account is connected to this Acme ID identity").waitFor();
  await looked(page, "oidc-unknown");
  oidc.be({ sub: "carol", email: "carol@acme.example" });
  await through(page, "Continue with Acme ID");
  await page.getByRole("heading", { name: "Apps", level: 1 }).waitFor();
  faultless(page);
  await page.context().close();
});

test("the owner connects it, signs in with it, and disconnects it", async () => {
  oidc.be({ sub: "ada", email: "ada@home.example", groups: ["writers"] });
  await owner.goto("/settings");
  await through(owner, "Connect Acme ID");
  await owner.getByText("Connected Acme ID").waitFor();
  await owner.getByText("ada@home.example").waitFor();
  await looked(owner, "oidc-connected");
  const page = await openPage(browser, stack.base);
  await page.goto("/signin?next=/settings");
  await through(page, "Continue with Acme ID");
  await page.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
  assert.equal(await page.getByLabel("Email address").inputValue(), OWNER.email);
  await page.context().close();
  await owner.getByRole("button", { name: "Disconnect Acme ID" }).press("Enter");
  const dialog = owner.getByRole("dialog", { name: "Disconnect Acme ID?" });
  await dialog.getByRole("button", { name: "Disconnect", exact: true }).press("Enter");
  await owner.getByText("Not connected").waitFor();
  faultless(owner);
});
