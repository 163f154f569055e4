// An installation with INIT_PASSWORD: it is asked for before the first account can be made.
import { after, before, test } from "node:test";
import { accessible, faultless, launch, OWNER, openPage } from "./browser.mjs";
import { startStack } from "./stack.mjs";

let browser;
let stack;

before(async () => {
  stack = await startStack({ INIT_PASSWORD: "open sesame" });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await stack?.stop();
});

test("only who knows the installation password makes the first account", async () => {
  const page = await openPage(browser, stack.base);
  await page.goto("/signin");
  await page.getByLabel("Installation password").fill("open barley");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("alert").getByText("Incorrect installation password.").waitFor();
  await accessible(page, "installation password");
  await page.getByLabel("Installation password").fill("open sesame");
  await page.getByLabel("Installation password").press("Enter");
  await page.getByLabel("Name").fill(OWNER.name);
  await page.getByLabel("Email address").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("No apps yet").waitFor();
  faultless(page);
});
