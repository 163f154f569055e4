// Who can sign in, and how: passkeys, two-step verification, what a workspace asks of its members, and sessions.
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, looked, OWNER, openPage, signedIn } from "./browser.mjs";
import { code } from "./totp.mjs";

const SECURITY = "/settings/security";
let browser;
let page;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
});

after(() => browser?.close());

const section = (title) => page.locator("section", { has: page.getByRole("heading", { name: title, exact: true }) });
const dialog = () => page.getByRole("dialog");
const button = (name, within = page) => within.getByRole("button", { name, exact: true });

async function signOut() {
  await call(page, "POST", "/logout");
  await page.goto("/signin");
}

async function firstStep() {
  await page.getByLabel("Email address").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await button("Sign in").click();
}

/** The secret and the recovery codes. The code of now is used up; the one of the next step is good already. */
async function turnOn(after = section("Two-step verification").getByText("On", { exact: true })) {
  await button("Set up two-step verification").click();
  await dialog().getByLabel("Current password").fill(OWNER.password);
  await button("Continue", dialog()).click();
  const secret = await dialog().getByTestId("two-step-secret").textContent();
  await dialog().getByLabel("Code", { exact: true }).fill(code(secret));
  await button("Turn on", dialog()).click();
  const shown = dialog().getByTestId("recovery-codes").getByRole("listitem");
  await becomes(() => shown.count(), 10);
  const codes = await shown.allTextContents();
  await button("Done", dialog()).click();
  await after.waitFor();
  return { secret, codes };
}

/** A device of this page with a screen lock that opens. It is gone as soon as another debugger has come and gone. */
async function deviceOf(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const kind = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true };
  const options = { ...kind, isUserVerified: true, automaticPresenceSimulation: true };
  await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
}

async function addPasskey(name) {
  await button("Add passkey").click();
  await dialog().getByLabel("Name").fill(name);
  await dialog().getByLabel("Current password").fill(OWNER.password);
  await button("Continue", dialog()).click();
}

const passkey = (name) => section("Passkeys").getByRole("row", { name });
const entered = () => page.waitForURL((url) => !url.pathname.startsWith("/signin"));

test("a passkey is added, and signs in without a password", async () => {
  await page.goto(SECURITY);
  await section("Passkeys").getByText("No passkeys yet.").waitFor();
  await looked(page, "security");
  await button("Add passkey").click();
  await dialog().getByLabel("Current password").fill("not this one 1");
  await button("Continue", dialog()).click();
  await dialog().getByText("Incorrect current password.").waitFor();
  await looked(page, "security-add-passkey");
  await button("Cancel", dialog()).click();

  await deviceOf(page);
  await addPasskey("Work laptop");
  await passkey("Work laptop").waitFor();
  await addPasskey("The same");
  await dialog().getByText("This device already has a passkey for your account.").waitFor();
  await button("Cancel", dialog()).click();

  await signOut();
  await button("Sign in with a passkey").click();
  await entered();
  await page.goto(SECURITY);
  const current = section("Sessions").getByRole("listitem").filter({ hasText: "This session" });
  await current.getByText("Passkey ·").waitFor();

  await button("Remove Work laptop").click();
  await button("Remove", dialog()).click();
  await section("Passkeys").getByText("No passkeys yet.").waitFor();
  await signOut();
  await button("Sign in with a passkey").click();
  await page.getByText(/No account uses this passkey/).waitFor();
  await looked(page, "sign-in-passkey");
  await firstStep();
  await entered();

  await page.goto(SECURITY);
  await deviceOf(page);
  await addPasskey("Phone");
  await passkey("Phone").waitFor();
  await looked(page, "security-passkey");
  await button("Remove Phone").click();
  await button("Remove", dialog()).click();
  await section("Passkeys").getByText("No passkeys yet.").waitFor();
  faultless(page);
});

test("with two-step verification a sign-in takes a code, or a recovery code", async () => {
  await page.goto(SECURITY);
  await button("Set up two-step verification").click();
  await dialog().getByLabel("Current password").fill(OWNER.password);
  await button("Continue", dialog()).click();
  await dialog().getByRole("img", { name: "QR code for your authenticator app" }).waitFor();
  await looked(page, "two-step-setup");
  await button("Cancel", dialog()).click();
  const { secret, codes } = await turnOn();
  await looked(page, "two-step-on");

  await signOut();
  await firstStep();
  await page.getByLabel("Code", { exact: true }).fill("000 000");
  await looked(page, "sign-in-code");
  await button("Sign in").click();
  await page.getByText(/Incorrect code, or used before/).waitFor();
  await page.getByLabel("Code", { exact: true }).fill(code(secret, 1));
  await button("Sign in").click();
  await entered();

  await signOut();
  await firstStep();
  await page.getByLabel("Code", { exact: true }).fill(codes[0]);
  await button("Sign in").click();
  await entered();
  await page.goto(SECURITY);
  await page.getByText("9 recovery codes left").waitFor();
  await button("Turn off").click();
  await dialog().getByLabel("Code", { exact: true }).fill(codes[1]);
  await button("Turn off", dialog()).click();
  await button("Set up two-step verification").waitFor();
  faultless(page);
});

test("a workspace that requires it shows nothing else until it is set up", async () => {
  await page.goto(SECURITY);
  const policy = section("Workspace security").getByLabel("Require two-step verification");
  await policy.click();
  await page.getByText("Turn on two-step verification for your own account first.").waitFor();
  const { codes } = await turnOn();
  await policy.click();
  await becomes(async () => (await call(page, "GET", "/workspaces/current/two-step")).required, true);
  await call(page, "POST", "/account/two-step/disable", { code: codes[0] });
  await page.goto("/apps");
  await page.waitForURL(`**${SECURITY}?next=*`);
  await page.getByText(/This workspace requires two-step verification/).waitFor();
  await looked(page, "two-step-required");
  const again = await turnOn(page.getByRole("heading", { name: "Apps" }));
  await call(page, "POST", "/workspaces/current/two-step", { required: false });
  await call(page, "POST", "/account/two-step/disable", { code: again.codes[0] });
  page.faults = page.faults.filter((fault) => !/403/.test(fault));
  faultless(page);
});

test("a session elsewhere is seen and ended", async () => {
  const elsewhere = await openPage(browser, process.env.BASE_URL, { userAgent: "Mozilla/5.0 (iPhone) Safari/604.1" });
  await signedIn(elsewhere);
  await page.goto(SECURITY);
  await section("Sessions").getByText("Safari on iPhone").waitFor();
  await button("End session: Safari on iPhone").click();
  await section("Sessions").getByText("Safari on iPhone").waitFor({ state: "detached" });
  await elsewhere.goto("/apps");
  await elsewhere.waitForURL(/signin/);
  faultless(page);
});

test("all of it in Chinese", async () => {
  await call(page, "POST", "/account/interface-language", { interface_language: "zh-Hans" });
  await page.goto(SECURITY);
  await page.getByRole("heading", { name: "通行密钥" }).waitFor();
  await looked(page, "security-zh");
  await call(page, "POST", "/account/interface-language", { interface_language: "en" });
  faultless(page);
});
