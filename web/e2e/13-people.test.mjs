// People in a workspace that begins to ask for two steps; coming back with them and no workspace; a new owner; and an
// invitation that has expired. The installation has no mail server. The tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, looked, openPage, signedIn } from "./browser.mjs";
import { code } from "./totp.mjs";

const STAMP = Date.now().toString(36);
const PASSWORD = "compile it 1";
const LIN = { name: "Lin Chen", email: `lin-${STAMP}@example.com` };
const KAY = { name: "Kay Abel", email: `kay-${STAMP}@example.com` };
const SECURITY = "/settings/security";
const MEMBERS = "/workspaces/current/members";
let browser;
let ada;
let lin;
let kay;
/** Of Kay's authenticator app, and her recovery codes. */
let secret;
let codes;

const button = (name, within) => within.getByRole("button", { name, exact: true });

/** The link for a new member of the workspace that `by` is in. */
async function invited(by, email, role) {
  const { invitation_results } = await call(by, "POST", `${MEMBERS}/invite-email`, { emails: [email], role });
  return invitation_results[0].url;
}

const tokenOf = (link) => new URL(link, process.env.BASE_URL).searchParams.get("token");

before(async () => {
  browser = await launch();
  [ada, lin, kay] = await Promise.all([0, 1, 2].map(() => openPage(browser, process.env.BASE_URL)));
  await signedIn(ada);
  const join = async (page, by, person) => {
    const token = tokenOf(await invited(by, person.email, "normal"));
    await call(page, "POST", "/activate", { token, name: person.name, password: PASSWORD });
  };
  await join(lin, ada, LIN);
  const { id } = await call(lin, "POST", "/workspaces", { name: "Compilers" });
  await call(lin, "POST", "/workspaces/switch", { tenant_id: id });
  await join(kay, lin, KAY);
});

after(() => browser?.close());

test("a workspace begins to ask for two steps: its member is led there, and back", async () => {
  await kay.goto("/apps");
  await kay.getByRole("heading", { name: "Apps", exact: true }).waitFor();
  const { secret: own } = await call(lin, "POST", "/account/two-step/setup", { password: PASSWORD });
  await call(lin, "POST", "/account/two-step/confirm", { code: code(own) });
  await call(lin, "POST", "/workspaces/current/two-step", { required: true });
  await kay.getByRole("link", { name: "Knowledge", exact: true }).first().click();
  await kay.waitForURL(`**${SECURITY}?next=*`);
  await kay.getByText(/This workspace requires two-step verification/).waitFor();
  await looked(kay, "two-step-asked");
  await button("Set up two-step verification", kay).click();
  const dialog = kay.getByRole("dialog");
  await dialog.getByLabel("Current password").fill(PASSWORD);
  await button("Continue", dialog).click();
  secret = await dialog.getByTestId("two-step-secret").textContent();
  await dialog.getByLabel("Code", { exact: true }).fill(code(secret));
  await button("Turn on", dialog).click();
  await dialog.getByTestId("recovery-codes").waitFor();
  codes = await dialog.getByTestId("recovery-codes").getByRole("listitem").allTextContents();
  await button("Done", dialog).click();
  await kay.waitForURL("**/knowledge");
  await kay.getByRole("heading", { name: "Knowledge", exact: true }).waitFor();
  kay.faults = kay.faults.filter((fault) => !/403/.test(fault));
  faultless(kay);
});

/** Kay belongs to no workspace any more, and opens the link of a new invitation. */
async function kayIsInvitedAgain() {
  const { accounts } = await call(lin, "GET", MEMBERS);
  const { id } = accounts.find(({ email }) => email === KAY.email);
  await call(lin, "DELETE", `${MEMBERS}/${id}`);
  await kay.context().clearCookies();
  await kay.goto(await invited(lin, KAY.email, "editor"));
  await kay.getByText("You already have an account.").waitFor();
}

/** The newest mail of a kind to somebody, which an instance admin passes on. */
async function mailed(recipient, kind) {
  let found;
  await becomes(async () => {
    const { data } = await call(ada, "GET", "/operations/mails?limit=20");
    found = data.find((mail) => mail.kind === kind && mail.recipient === recipient);
    return found?.state;
  }, "undelivered");
  const { text } = await call(ada, "POST", `/operations/mails/${found.id}/reveal`);
  return text.match(/^\d{6}$/m)[0];
}

test("with two steps and no workspace, an invitation is accepted to the end, by a code from a mail", async () => {
  await kayIsInvitedAgain();
  await looked(kay, "accept-existing");
  await kay.getByRole("link", { name: "Sign in with an email code" }).click();
  await kay.getByRole("heading", { name: /email code/i }).waitFor();
  await kay.getByLabel("Email address").fill(KAY.email);
  await button("Send code", kay).click();
  await kay.getByLabel("Code").fill(await mailed(KAY.email, "login_code"));
  await button("Sign in", kay).click();
  await kay.waitForURL(/activate/);
  await kay.getByLabel("Code").fill(codes[0]);
  await button("Sign in", kay).click();
  await kay.waitForURL(/\/apps/);
  await kay.getByRole("link", { name: "Compilers" }).first().waitFor();
});

test("with two steps and no workspace, an invitation is accepted to the end, by password", async () => {
  await kayIsInvitedAgain();
  await kay.getByLabel("Password").fill(PASSWORD);
  await button("Sign in", kay).click();
  await kay.getByLabel("Code").fill(code(secret, 1));
  await button("Sign in", kay).click();
  await kay.waitForURL(/\/apps/);
  await kay.getByRole("link", { name: "Compilers" }).first().waitFor();
});

test("an owner gives the workspace to a member, with a code from the mail", async () => {
  await lin.goto("/settings/members");
  await button("Transfer ownership", lin).click();
  const dialog = lin.getByRole("dialog", { name: "Transfer Compilers" });
  await dialog.getByLabel("New owner").selectOption({ label: `${KAY.name} (${KAY.email})` });
  await looked(lin, "transfer");
  await button("Send code", dialog).click();
  await dialog.getByText(/has no mail server/).waitFor();
  const right = await mailed(LIN.email, "owner_transfer");
  await dialog.getByLabel("Code").fill(right === "123456" ? "654321" : "123456");
  await button("Transfer", dialog).click();
  await dialog.getByText(/incorrect/i).waitFor();
  await looked(lin, "transfer-code");
  await dialog.getByLabel("Code").fill(right);
  await button("Transfer", dialog).click();
  await lin.getByRole("row", { name: /Lin Chen \(you\).*Admin/ }).waitFor();
  await lin.getByRole("row", { name: /Kay Abel.*Owner/ }).waitFor();
  assert.equal(await button("Transfer ownership", lin).count(), 0);
  lin.faults = lin.faults.filter((fault) => !/400/.test(fault));
  faultless(lin);
});

test("an invitation has expired: a new one is asked for, and those who can send it see that", async () => {
  const link = await invited(ada, `old-${STAMP}@example.com`, "normal");
  const guest = await openPage(browser, process.env.BASE_URL);
  // Time is the API's: what it then says is tested there.
  const expired = { status: 409, json: { code: "verification_expired", message: "expired", status: 409 } };
  await guest.route("**/activate/check*", (route) => route.fulfill(expired));
  await guest.goto(link);
  await guest.getByRole("heading", { name: "Invitation expired" }).waitFor();
  await looked(guest, "invitation-expired");
  const asks = guest.waitForResponse((reply) => reply.url().endsWith("/activate/ask"));
  await button("Ask for a new invitation", guest).click();
  assert.equal((await asks).status(), 200);
  await guest.getByText("Your request was sent.").waitFor();
  await guest.context().close();
  await ada.route("**/workspaces/current/invitations", async (route) => {
    const reply = await route.fetch();
    const { data, ...more } = await reply.json();
    const asked_at = Math.floor(Date.now() / 1000);
    await route.fulfill({ json: { ...more, data: data.map((each) => ({ ...each, status: "expired", asked_at })) } });
  });
  await ada.goto("/settings/members");
  await ada.getByRole("row", { name: /old-.*Expired.*Asked again/ }).waitFor();
  await looked(ada, "members-asked");
  await becomes(() => button(`Revoke the invitation of old-${STAMP}@example.com`, ada).count(), 1);
  faultless(ada);
});
