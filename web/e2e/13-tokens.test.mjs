// Keys and tokens: what they may do, and until when; a token is made, used as pasted, and revoked.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { accessible, call, faultless, launch, looked, openPage, signedIn } from "./browser.mjs";

const base = process.env.BASE_URL;
let browser;
let page;
let app;

before(async () => {
  browser = await launch();
  page = await openPage(browser, base);
  await signedIn(page);
  app = (await call(page, "POST", "/apps", { name: "Couriers", mode: "chat" })).id;
});

after(async () => {
  await call(page, "DELETE", `/apps/${app}`);
  await browser?.close();
});

const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const row = (name) => page.getByRole("row", { name });

test("a key of an app may do what is chosen, and ends when it should", async () => {
  await page.goto(`/apps/${app}/access`);
  await button("New key").click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name").fill("Website");
  for (const scope of [/^Read/, /^Write/, /^Run/]) await form.getByLabel(scope).uncheck();
  await form.getByText("Choose at least one scope.").waitFor();
  assert.ok(await button("Create key", form).isDisabled());
  await form.getByLabel(/^Run/).check();
  await form.getByLabel("Expires").selectOption({ label: "In 30 days" });
  await accessible(page, "new key with scopes");
  await looked(page, "key-new");
  await button("Create key", form).click();
  const token = await page.getByTestId("new-key").textContent();
  await button("Done").click();
  await row(/Website/)
    .getByText("Run", { exact: true })
    .waitFor();
  await row(/Website/)
    .getByText(/20\d\d/)
    .waitFor();
  await looked(page, "keys");
  const status = async (path) =>
    (await fetch(`${base}/v1${path}`, { headers: { Authorization: `Bearer ${token}` } })).status;
  assert.deepEqual([await status("/info"), await status("/assets/tree")], [200, 403]);
  faultless(page);
});

test("a token does what its owner can, as pasted, until it is revoked", async () => {
  await page.goto("/settings");
  await page.getByRole("link", { name: "Access tokens" }).click();
  await page.getByText("No access tokens yet").waitFor();
  await looked(page, "tokens-none");
  await button("New token").click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name").fill("Deploy");
  await accessible(page, "new token");
  await looked(page, "token-new");
  await button("Create token", form).click();
  const token = await page.getByTestId("new-key").textContent();
  assert.match(token, /^tlp-[A-Za-z0-9]{32}$/);
  await button("Done").click();
  const command = await page.getByRole("region", { name: "Try it" }).last().textContent();
  const lines = command.split("\n").filter((line) => !line.startsWith("treeline"));
  const listed = JSON.parse(execFileSync("sh", ["-c", lines.join("\n")], { encoding: "utf8" }));
  assert.ok(listed.data.some((each) => each.name === "Couriers"));
  await page.reload();
  await row(/Deploy/).waitFor();
  assert.ok(!(await page.content()).includes(token));
  await accessible(page, "tokens");
  await looked(page, "tokens");
  await page.getByRole("button", { name: "Revoke Deploy" }).click();
  await button("Revoke token").click();
  await page.getByText("No access tokens yet").waitFor();
  const headers = { Authorization: `Bearer ${token}` };
  assert.equal((await fetch(`${base}/console/api/apps`, { headers })).status, 401);
  faultless(page);
});
