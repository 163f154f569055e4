// From the first visit to a running console. The tests build on each other: one browser, one new installation.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { accessible, becomes, call, endSessionAt, faultless, focused, launch, OWNER, openPage } from "./browser.mjs";

const base = process.env.BASE_URL;
let browser;
let page;

before(async () => {
  browser = await launch();
  page = await openPage(browser, base);
});

after(() => browser.close());

const heading = (name) => page.getByRole("heading", { level: 1, name });
const button = (name) => page.getByRole("button", { name, exact: true });

test("the first visitor makes the first account", async () => {
  await page.goto("/");
  await heading("Set up Treeline").waitFor();
  await page.getByText("It will be an instance admin.").waitFor();
  await accessible(page, "install");
  await page.getByLabel("Name").fill(OWNER.name);
  await page.getByLabel("Email address").fill(OWNER.email);
  await page.getByLabel("Password").fill("short");
  await button("Create account").click();
  await page
    .getByText(/at least 8|8 to 128 characters/)
    .first()
    .waitFor();
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByLabel("Password").press("Enter");
  await page.getByText("No apps yet").waitFor();
  await accessible(page, "apps, none");
  faultless(page);
});

test("who is signed out gets to sign in, and then to where they wanted", async () => {
  await button(`Account of ${OWNER.name}`).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await heading("Sign in").waitFor();
  await page.goto("/install");
  await heading("Sign in").waitFor();
  await page.goto("/operations");
  await heading("Sign in").waitFor();
  await accessible(page, "signin");
  await page.getByLabel("Email address").fill(OWNER.email);
  await page.getByLabel("Password").fill("wrong password 1");
  await button("Sign in").click();
  await page.getByRole("alert").getByText("The email address or password is incorrect.").waitFor();
  await page.getByLabel("Password").fill(OWNER.password);
  await button("Sign in").click();
  await heading("Operations").waitFor();
});

test("one click makes the first app", async () => {
  await page.getByRole("link", { name: "Apps", exact: true }).click();
  await button("Create your first app").click();
  await page.waitForURL(/\/apps\/[0-9a-f-]{36}\/studio$/);
  await page.getByRole("navigation", { name: "App", exact: true }).waitFor();
  faultless(page);
});

test("apps are made by name, searched and deleted", async () => {
  await page.goto("/apps");
  await button("New app").click();
  await accessible(page, "new app");
  const form = page.getByRole("dialog", { name: "New app" });
  await button("Create app").click();
  await page.getByText("Enter a name for the app.").waitFor();
  await form.getByLabel("Name").fill("Handbook");
  const modes = ["Agent", "Chat", "Chatflow", "Workflow", "Completion"];
  assert.deepEqual(await form.getByLabel("Mode").locator("option").allTextContents(), modes);
  await form.getByLabel("Mode").selectOption("completion");
  await form.getByLabel("Description").fill("What everyone here should know.");
  await button("Create app").click();
  await page.waitForURL(/\/studio$/);
  await page.goto("/apps");
  const card = (name) => page.getByRole("link", { name, exact: true });
  await card("Handbook").waitFor();
  await accessible(page, "apps");
  await page.getByLabel("Search by name").fill("handb");
  await card("My first app").waitFor({ state: "detached" });
  await page.getByLabel("Search by name").fill("no such app");
  await page.getByText("No results").waitFor();
  await page.waitForURL(/name=no\+such\+app/);
  await page.reload();
  await page.getByText("No results").waitFor();
  await button("Clear search").click();
  await page.getByLabel("Mode").selectOption("completion");
  await card("My first app").waitFor({ state: "detached" });
  await card("Handbook").waitFor();
  await page.getByLabel("Mode").selectOption("chat");
  await page.getByText("No results").waitFor();
  await button("Clear search").click();
  await page.getByLabel("Created by me").check();
  await card("My first app").waitFor();
  await button("More actions for My first app").click();
  await page.getByRole("menuitem", { name: "Delete app" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete My first app?" });
  await dialog.getByRole("button", { name: "Delete app" }).click();
  await dialog.getByText("This doesn't match the app's name.").waitFor();
  await dialog.getByRole("textbox").fill("My first app");
  await dialog.getByRole("button", { name: "Delete app" }).click();
  await card("My first app").waitFor({ state: "detached" });
  await card("Handbook").waitFor();
  faultless(page);
});

test("an app that is drawn has its workflow where others have the studio", async () => {
  const { id } = await call(page, "POST", "/apps", { name: "Steps", mode: "workflow" });
  await page.goto("/apps?mode=workflow");
  await page.getByRole("link", { name: "Steps", exact: true }).click();
  await page.waitForURL(/\/workflow$/);
  await page.getByText("Nothing here yet").waitFor();
  const build = page.getByRole("list", { name: "Build" }).getByRole("link");
  await becomes(() => build.allTextContents(), ["Workflow", "Files", "Skills"]);
  await call(page, "DELETE", `/apps/${id}`);
  await page.goto("/apps");
});

test("a key is shown once, and its commands work as pasted", async () => {
  await page.getByRole("link", { name: "Handbook", exact: true }).click();
  await page.getByRole("link", { name: "API access" }).click();
  await page.getByText("No API keys yet").waitFor();
  await button("New key").click();
  await page.getByLabel("Name", { exact: true }).fill("Nightly import");
  await button("Create key").click();
  const token = await page.getByTestId("new-key").textContent();
  assert.match(token, /^app-[A-Za-z0-9]{32}$/);
  await accessible(page, "new key");
  await button("Done").click();
  await page.getByRole("cell", { name: `${token.slice(0, 7)}…${token.slice(-4)}`, exact: true }).waitFor();
  await accessible(page, "API access");
  await page.getByRole("tab", { name: "Check the key" }).click();
  const command = await page.getByRole("region", { name: "Check the key" }).textContent();
  assert.equal(JSON.parse(execFileSync("sh", ["-c", command], { encoding: "utf8" })).name, "Handbook");
  await page.getByRole("tab", { name: "Command line" }).click();
  const cli = await page.getByRole("region", { name: "Command line" }).textContent();
  assert.ok(cli.includes(token) && cli.includes("treeline assets push"));
  await page.reload();
  await page.getByRole("cell", { name: `${token.slice(0, 7)}…${token.slice(-4)}`, exact: true }).waitFor();
  assert.ok(!(await page.content()).includes(token));
  const asked = () => fetch(`${base}/v1/info`, { headers: { Authorization: `Bearer ${token}` } });
  await page.getByLabel("Allow API access").uncheck();
  await page.getByText("API access turned off").waitFor();
  assert.equal((await asked()).status, 403);
  await accessible(page, "API access, off");
  await page.getByLabel("Allow API access").check();
  await page.getByText("API access turned on").waitFor();
  assert.equal((await asked()).status, 200);
  await page.getByRole("button", { name: "Revoke Nightly import" }).click();
  await button("Revoke key").click();
  await page.getByText("No API keys yet").waitFor();
  assert.equal((await asked()).status, 401);
  faultless(page);
});

test("an app is renamed", async () => {
  await page.getByRole("navigation", { name: "App", exact: true }).getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Name").fill("The handbook");
  await page.getByLabel("Emoji").fill("📚");
  await page.getByLabel("Max concurrent requests").fill("3");
  await accessible(page, "app settings");
  await button("Save").click();
  await page.getByText("Saved").waitFor();
  await page.getByRole("button", { name: "Switch app The handbook" }).waitFor();
  await page.reload();
  await becomes(() => page.getByLabel("Max concurrent requests").inputValue(), "3");
});

test("account, language, theme and workspace are changed", async () => {
  await page.goto("/settings");
  await accessible(page, "settings");
  const section = (title) => page.locator("section", { has: page.getByRole("heading", { name: title, exact: true }) });
  await section("Workspace").getByLabel("Workspace name").fill("The Analytical Engine");
  await section("Workspace").getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "The Analytical Engine" }).first().waitFor();
  await section("Language and appearance").getByLabel("Theme").selectOption("dark");
  await becomes(() => page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await accessible(page, "settings, dark");
  await section("Language and appearance").getByLabel("Time zone").selectOption("Europe/London");
  await section("Language and appearance").getByLabel("Language").selectOption("zh-Hans");
  await heading("设置").waitFor();
  // It is shown before it is saved.
  const kept = async () => {
    const { interface_language, timezone } = await call(page, "GET", "/account/profile");
    return [interface_language, timezone];
  };
  await becomes(kept, ["zh-Hans", "Europe/London"]);
  await page.reload();
  await heading("设置").waitFor();
  await page.getByLabel("语言").selectOption("en");
  await heading("Settings").waitFor();
  await section("Language and appearance").getByLabel("Theme").selectOption("system");
  await becomes(async () => (await call(page, "GET", "/account/profile")).interface_language, "en");
  await page.getByRole("link", { name: "Security" }).click();
  await section("Password").getByLabel("Current password").fill("not this one 1");
  await section("Password").getByLabel("New password", { exact: true }).fill("plant two trees 2");
  await section("Password").getByLabel("Confirm new password").fill("plant two trees 3");
  await button("Change password").click();
  await page.getByText("The passwords don't match.").waitFor();
  await section("Password").getByLabel("Confirm new password").fill("plant two trees 2");
  await button("Change password").click();
  await page.getByText(/Incorrect current password/).waitFor();
  faultless(page);
});

test("the queues are seen, all of them attended", async () => {
  await page.goto("/operations");
  await page.getByText("All queues healthy").waitFor();
  const groups = page.getByRole("table").getByRole("button");
  await becomes(() => groups.count(), 7);
  for (const group of await groups.all())
    if ((await group.getAttribute("aria-expanded")) === "false") await group.click();
  await becomes(() => page.getByRole("table").first().getByRole("row").count(), 1 + 7 + 18);
  await accessible(page, "operations");
  faultless(page);
});

test("a queue without a consumer is red, and an API that is away says so until it is back", async () => {
  const queues = "**/console/api/operations/queues";
  await page.route(queues, async (route) => {
    const reply = await route.fetch();
    const body = await reply.json();
    body.data[0] = { ...body.data[0], consumers: 0, depth: 7, oldest_age: 93 };
    // Nobody takes what nobody sends: nothing is wrong.
    const mail = body.data.findIndex((queue) => queue.name === "mail");
    body.data[mail] = { ...body.data[mail], consumers: 0, depth: 0, tasks: [] };
    await route.fulfill({ response: reply, json: body });
  });
  await page.getByText("1 queue without a consumer").waitFor();
  await page.getByRole("row", { name: /api_token 7 None 2 min/ }).waitFor();
  await page.getByRole("row", { name: /Upkeep.* 7 None 2 min/ }).waitFor();
  await accessible(page, "operations, red");
  // One that is being answered is answered first.
  await page.unrouteAll({ behavior: "wait" });
  await page.getByText("All queues healthy").waitFor();
  await page.route(queues, (route) => route.abort());
  await page.reload();
  await page.getByRole("alert").getByText("network_error").waitFor();
  await page.unroute(queues);
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await page.getByText("All queues healthy").waitFor();
});

test("an access token that has expired is renewed without a word", async () => {
  await page.goto("/settings");
  await page.context().clearCookies({ name: /^access_token/ });
  await page.getByLabel("Name", { exact: true }).fill("Ada King");
  await button("Save").first().click();
  await button("Account of Ada King").waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
});

test("an expired session loses nothing that was typed", async () => {
  await page.goto("/apps");
  await button("New app").click();
  const form = page.getByRole("dialog", { name: "New app" });
  await form.getByLabel("Name").fill("Typed before the session ended");
  await endSessionAt(page, "POST", "**/console/api/apps");
  await form.getByRole("button", { name: "Create app" }).click();
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await again.waitFor();
  await accessible(page, "sign in again");
  await becomes(() => again.getByLabel("Email address").inputValue(), OWNER.email);
  await again.getByLabel("Password").fill(OWNER.password);
  await again.getByLabel("Password").press("Enter");
  await page.waitForURL(/\/studio$/);
  await page.getByRole("button", { name: "Switch app Typed before the session ended" }).waitFor();
  faultless(page);
});

test("what is not there says so", async () => {
  await page.goto("/apps/0190d5a0-0000-7000-8000-000000000000/assets");
  await page.getByRole("alert").getByText("app_not_found").waitFor();
  await accessible(page, "app not found");
  await page.goto("/nothing/here");
  await heading("Not found").waitFor();
  // What the pages said of it was meant.
  page.faults = [];
});

test("⌘K goes to a page, to another app and to a setting", async () => {
  const other = await call(page, "POST", "/apps", { name: "Elsewhere", mode: "chat" });
  await page.goto(`/apps/${other.id}/studio`);
  await page.getByRole("heading", { level: 1, name: "Studio" }).waitFor({ state: "attached" });
  const palette = page.getByRole("dialog");
  const go = async (text, name) => {
    await page.keyboard.press("ControlOrMeta+k");
    await palette.getByRole("combobox").fill(text);
    await palette.getByRole("option", { name, exact: true, selected: true }).waitFor();
    await palette.getByRole("combobox").press("Enter");
    await palette.waitFor({ state: "detached" });
  };
  await go("usa", "Usage");
  await page.waitForURL(/\/overview$/);
  await go("The hand", "The handbook");
  await page.waitForURL((url) => url.pathname.endsWith("/studio") && !url.pathname.includes(other.id));
  await go("provid", "Model providers");
  await page.waitForURL(/\/settings\/providers$/);
  await page.goto(`/apps/${other.id}/studio`);
  await page.getByRole("button", { name: "Switch app Elsewhere" }).click();
  await palette.getByRole("option", { name: "The handbook", exact: true }).waitFor();
  await accessible(page, "the switcher");
  assert.equal(await palette.getByRole("option", { name: "Usage" }).count(), 0);
  await palette.getByRole("combobox").fill("no such app");
  await palette.getByText("No results").waitFor();
  await palette.getByRole("combobox").press("Escape");
  await palette.waitFor({ state: "detached" });
  faultless(page);
});

test("the sidebar asks for nothing of its own from page to page", async () => {
  const requests = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  const pages = page.getByRole("navigation", { name: "App", exact: true });
  for (const name of ["Files", "Skills", "File versions", "Studio"]) {
    await pages.getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor({ state: "attached" });
    await page.waitForLoadState("networkidle");
  }
  const asked = requests.filter((path) => path.startsWith("/console/api/"));
  const app = asked.filter((path) => /\/apps\/[^/]+$/.test(path)).length;
  assert.equal(asked.filter((path) => path === "/console/api/apps").length, 0);
  assert.ok(app <= 1, `the app was asked for ${app} times`);
});

test("everything is reached by keyboard, on a narrow screen too", async () => {
  const phone = await openPage(browser, base, {
    viewport: { width: 390, height: 844 },
    storageState: await page.context().storageState(),
  });
  await phone.goto("/apps");
  await phone.getByRole("link", { name: "The handbook", exact: true }).waitFor();
  await phone.keyboard.press("Tab");
  await becomes(() => phone.evaluate(() => document.activeElement?.textContent), "Skip to the content");
  const menu = phone.getByRole("button", { name: "Open menu" });
  await menu.press("Enter");
  await phone.getByRole("dialog", { name: "Menu" }).waitFor();
  await accessible(phone, "the drawer");
  // What opens from it lies above it.
  await phone.getByRole("button", { name: /^Account of/ }).click();
  await focused(phone.getByRole("menu"), ":focus-within");
  await phone.keyboard.press("Escape");
  await phone.getByRole("menuitem", { name: "Settings" }).waitFor({ state: "detached" });
  await phone.getByRole("button", { name: "Go to…" }).click();
  const search = phone.getByRole("dialog", { name: "Go to…" }).getByRole("combobox");
  await search.fill("usa");
  await search.press("Escape");
  await phone.getByRole("dialog").waitFor({ state: "detached" });
  await menu.press("Enter");
  await focused(phone.getByRole("dialog", { name: "Menu" }), ":focus-within");
  await phone.keyboard.press("Escape");
  await phone.getByRole("dialog").waitFor({ state: "detached" });
  await phone.waitForFunction(() => document.activeElement?.ariaLabel === "Open menu");
  await menu.press("Enter");
  await phone.getByRole("link", { name: "Operations" }).press("Enter");
  await phone.getByRole("heading", { level: 1, name: "Operations" }).waitFor();
  await menu.press("Enter");
  await phone.getByRole("link", { name: "Apps", exact: true }).press("Enter");
  await phone.getByRole("link", { name: "The handbook", exact: true }).click();
  await phone.waitForURL(/\/studio$/);
  await menu.click();
  const pages = phone.getByRole("navigation", { name: "App", exact: true });
  await becomes(() => pages.getByRole("link", { name: "Studio" }).getAttribute("aria-current"), "page");
  await pages.getByRole("link", { name: "Logs" }).click();
  await phone.reload();
  await phone.getByRole("heading", { level: 1, name: "Logs" }).waitFor();
  // Where this is, under the app's name.
  await becomes(() => phone.getByTestId("place").textContent(), "MonitorLogs");
  const place = await phone.getByTestId("place").boundingBox();
  assert.ok(place.x >= 0 && place.x + place.width <= 390, `the place lies at ${place.x}`);
  for (const path of ["/apps", "/knowledge", "/tools", "/operations", "/settings"]) {
    await phone.goto(path);
    await phone.getByRole("heading", { level: 1 }).waitFor();
    const width = await phone.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${path} is ${width} px wide`);
  }
  faultless(phone);
  await phone.context().close();
});
