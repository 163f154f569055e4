// Locked out and back in: by the link of a mail, by its code. Then one's own address and picture. The installation has no
// mail server, so the instance admin looks the mails up. The tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, looked, OWNER, openPage, signedIn } from "./browser.mjs";

const NEW = "plant a tree 2";
const MEMBERS = "/workspaces/current/members";
const MOVED = "ada@lovelace.example";
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
let browser;
let page;
let admin;
let link;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  admin = await openPage(browser, process.env.BASE_URL);
  await signedIn(admin);
});

after(async () => browser?.close());

const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const fill = (label, text) => page.getByLabel(label, { exact: true }).fill(text);

/** What the newest mail to this address says: its link, without the origin, and its code. */
async function mailTo(recipient, kind) {
  let found;
  await becomes(async () => {
    const { data } = await call(admin, "GET", "/operations/mails?limit=1");
    found = data[0];
    return [found?.recipient, found?.kind, found?.state];
  }, [recipient, kind, "undelivered"]);
  const { text, link } = await call(admin, "POST", `/operations/mails/${found.id}/reveal`);
  const url = link && new URL(link);
  return { code: text.match(/^\d{6}$/m)?.[0], link: url && url.pathname + url.search };
}

async function signIn(password) {
  await fill("Email address", OWNER.email);
  await fill("Password", password);
  await button("Sign in").click();
  await page.waitForURL("**/apps");
}

test("a forgotten password is replaced by the link of a mail", async () => {
  await page.goto("/signin");
  await looked(page, "recovery-sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  // Both pages ask for the same, and the address changes first.
  await page.getByRole("heading", { name: "Reset your password" }).waitFor();
  await fill("Email address", OWNER.email);
  await looked(page, "recovery-forgot");
  await button("Send link").click();
  await page.getByText("doesn't send email").waitFor();
  await looked(page, "recovery-sent");
  ({ link } = await mailTo(OWNER.email, "reset"));
  await page.goto(link);
  await page.getByText(`For the account ${OWNER.email}`).waitFor();
  await looked(page, "recovery-new-password");
  await fill("New password", NEW);
  await fill("Confirm new password", `${NEW}0`);
  await button("Set password").click();
  await page.getByText("The passwords don't match.").waitFor();
  await fill("Confirm new password", NEW);
  await button("Set password").click();
  await page.getByRole("heading", { name: "Password changed" }).waitFor();
  await looked(page, "recovery-set");
  await button("Sign in").click();
  await signIn(NEW);
  faultless(page);
});

test("a link that is used or altered says so and offers a new one", async () => {
  await page.context().clearCookies();
  for (const [address, words] of [
    [link, "already used"],
    [link.replace("token=", "token=x"), "invalid"],
    ["/reset-password", "invalid"],
  ]) {
    await page.goto(address);
    await page.getByRole("alert").filter({ hasText: words }).waitFor();
  }
  await looked(page, "recovery-invalid");
  await button("Request a new link").click();
  await page.waitForURL("**/forgot-password");
  faultless(page);
});

test("a code signs in without a password", async () => {
  // Her other sessions have ended.
  const login = { data: { email: OWNER.email, password: NEW } };
  assert.equal((await admin.context().request.post("/console/api/login", login)).status(), 200);
  await page.goto("/signin?next=/tools");
  await page.getByRole("link", { name: "Sign in with an email code" }).click();
  await page.getByRole("heading", { name: "Sign in with an email code" }).waitFor();
  await fill("Email address", OWNER.email);
  await button("Send code").click();
  const mail = await mailTo(OWNER.email, "login_code");
  await fill("Code", mail.code === "000000" ? "000001" : "000000");
  await button("Sign in").click();
  await page.getByText("Incorrect code.").waitFor();
  await looked(page, "recovery-wrong-code");
  await fill("Code", mail.code);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/tools");
  await page.context().clearCookies();
  await page.goto(mail.link);
  await page.getByRole("alert").filter({ hasText: "already used" }).waitFor();
  faultless(page);
});

test("the link of the code signs in, and only when it is pressed", async () => {
  await page.goto("/signin/code");
  await fill("Email address", OWNER.email);
  await button("Send code").click();
  const mail = await mailTo(OWNER.email, "login_code");
  for (let visit = 0; visit < 2; visit++) {
    await page.goto(mail.link);
    await page.getByText(`signed in as ${OWNER.email}`).waitFor();
  }
  await looked(page, "recovery-code-link");
  await button("Sign in").click();
  await page.waitForURL("**/apps");
  faultless(page);
});

test("one's picture and address", async () => {
  await page.goto("/settings");
  const file = { name: "me.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") };
  await page.locator("input[type=file]").setInputFiles(file);
  await button("Remove picture").waitFor();
  const shown = () => page.locator("main img").evaluate((img) => img.complete && img.naturalWidth);
  await becomes(shown, 256);
  await looked(page, "profile");
  await button("Remove picture").click();
  await button("Remove picture").waitFor({ state: "detached" });
  await page.locator("input[type=file]").setInputFiles({ ...file, buffer: Buffer.from("no picture") });
  await page.getByText("Use a PNG, JPEG, WebP or GIF").waitFor();
  await button("Change…").click();
  const dialog = page.getByRole("dialog", { name: "Change email address" });
  await dialog.getByLabel("New email address").fill(MOVED);
  await dialog.getByLabel("Current password").fill("wrong");
  await button("Send code", dialog).click();
  await dialog.getByText("Incorrect current password.").waitFor();
  await dialog.getByLabel("Current password").fill(NEW);
  await looked(page, "profile-address");
  await button("Send code", dialog).click();
  await dialog.getByLabel("Code").waitFor();
  const mail = await mailTo(MOVED, "change_email");
  await page.goto(mail.link);
  await looked(page, "profile-confirm");
  await button("Change address").click();
  await page.waitForURL("**/settings");
  await becomes(() => page.getByLabel("Email address").inputValue(), MOVED);
  faultless(page);
});

test("the only instance admin can't delete the account", async () => {
  // Whom other tests have invited: with them, the workspace would have to be transferred first.
  const { accounts } = await call(page, "GET", MEMBERS);
  for (const { id, role } of accounts) if (role !== "owner") await call(page, "DELETE", `${MEMBERS}/${id}`);
  await page.reload();
  await button("Delete account").click();
  const dialog = page.getByRole("dialog", { name: "Delete account" });
  await dialog.getByText("have no other member").waitFor();
  await looked(page, "profile-delete");
  await button("Send code", dialog).click();
  await dialog.getByText("You are the only instance admin.").waitFor();
  await page.keyboard.press("Escape");
  faultless(page);
});

test("everything is as before", async () => {
  const { data: token } = await call(page, "POST", "/account/change-email", { email: OWNER.email, password: NEW });
  const { code } = await mailTo(OWNER.email, "change_email");
  await call(page, "POST", "/account/change-email/validity", { token, code });
  const passwords = { new_password: OWNER.password, repeat_new_password: OWNER.password };
  await call(page, "POST", "/account/password", { password: NEW, ...passwords });
  await signedIn(page);
});
