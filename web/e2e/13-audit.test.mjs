// The audit log: who did what, found by what it was done to, opened, filtered, taken away as CSV.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, looked, OWNER, openPage, signedIn } from "./browser.mjs";

let browser;
let page;
let app;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  app = await call(page, "POST", "/apps", { name: "Audited", mode: "chat" });
  const key = await call(page, "POST", `/apps/${app.id}/api-keys`, { name: "Nightly build" });
  await call(page, "POST", `/apps/${app.id}/name`, { name: "Audited again" });
  await call(page, "DELETE", `/apps/${app.id}/api-keys/${key.id}`);
});

after(() => browser?.close());

const log = () => page.getByRole("list", { name: "Audit log" });
const line = (text) => log().getByRole("listitem").filter({ hasText: text });
const details = (of) => of.getByRole("button", { name: "Details" });

test("the newest events come first, each with what is known of it", async () => {
  await page.goto("/settings");
  await page.getByRole("link", { name: "Audit log" }).click();
  const newest = log().getByRole("listitem").first();
  await newest.getByText("Nightly build").waitFor();
  await newest.getByText("Deleted").waitFor();
  await newest.getByText(OWNER.email).waitFor();
  // By keyboard alone.
  await details(newest).press("Enter");
  await newest.getByText("IP address").waitFor();
  await newest.getByText("Audited again").waitFor();
  const renamed = line("Renamed").filter({ hasText: "Audited again" });
  await details(renamed).click();
  await renamed.getByText("Previous name").waitFor();
  await renamed.getByText("Audited", { exact: true }).waitFor();
  // In words, not as the API spells it.
  await renamed.getByText("Name", { exact: true }).waitFor();
  await looked(page, "audit");
});

test("all events of one object, and of one type", async () => {
  const renamed = line("Renamed").filter({ hasText: "Audited again" });
  await renamed.getByRole("link", { name: "All events of this object" }).click();
  await becomes(() => log().getByRole("listitem").count(), 2);
  await line("Created").waitFor();
  await page.getByRole("button", { name: "Show all objects" }).click();
  await page.getByRole("combobox", { name: "Type" }).selectOption({ label: "API key" });
  await line("Nightly build").first().waitFor();
  await becomes(() => line("Audited again").count(), 0);
  // Whoever gets the address sees the same.
  await page.reload();
  await line("Nightly build").first().waitFor();
  await becomes(() => page.getByRole("combobox", { name: "Type" }).inputValue(), "api_key");
});

test("what is shown is taken away as CSV", async () => {
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const file = await downloading;
  assert.equal(file.suggestedFilename(), "audit-log.csv");
  const text = await readFile(await file.path(), "utf8");
  assert.ok(text.startsWith("time,actor_kind,actor,"));
  assert.ok(text.includes("api_key.delete,api_key,Nightly build"));
  assert.ok(!text.includes("app.rename"));
});

test("sign-ins that match no account are in the log of the installation", async () => {
  const wrong = { email: "nobody@example.com", password: "guess it 1" };
  const refused = await page.context().request.post("/console/api/login", { data: wrong });
  assert.equal(refused.status(), 401);
  await page.goto("/settings/audit");
  await page.getByRole("combobox", { name: "Log", exact: true }).selectOption({ label: "This installation" });
  await line("Sign-in failed").first().getByText("Not signed in").waitFor();
  await details(line("Sign-in failed").first()).click();
  await line("Sign-in failed").first().getByText("Method", { exact: true }).waitFor();
  await line("Sign-in failed").first().getByText("Password", { exact: true }).waitFor();
  await page.getByRole("combobox", { name: "Period" }).selectOption({ label: "Last 24 hours" });
  await line("Sign-in failed").first().waitFor();
  await page.getByRole("combobox", { name: "Type" }).selectOption({ label: "Tag" });
  await page.getByText("No events match these filters.").waitFor();
  faultless(page);
});
