// The whole way of a workflow: made by keys alone, tried, repaired, published, called, answered, looked at.
// The tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, focused, launch, openPage, signedIn } from "./browser.mjs";

const PICTURES = process.env.E2E_PICTURES;
const [BROKEN, MENDED] = [
  'def main(order): raise ValueError("no " + order)',
  'def main(order): return {"result": order.upper()}',
];
let browser;
let page;
let id;

before(async () => {
  browser = await launch();
  // Dark from the first load on.
  page = await openPage(browser, process.env.BASE_URL, { colorScheme: "dark" });
  await signedIn(page);
  ({ id } = await call(page, "POST", "/apps", { name: "Journey", mode: "workflow" }));
});

after(async () => {
  await call(page, "DELETE", `/apps/${id}`);
  await browser?.close();
});

const canvas = () => page.getByRole("application", { name: /^Canvas/ });
const current = () => page.locator("#canvas-current").textContent();
const panel = (name) => page.getByRole("region", { name, exact: true });
const tried = () => page.getByRole("region", { name: "Test run" });
const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const press = (key) => page.keyboard.press(key);

async function looked(name, at = page) {
  await accessible(at, name);
  if (PICTURES) await at.screenshot({ path: `${PICTURES}/${name}.png` });
}

const inside = (editor) => page.evaluate((at) => document.activeElement.closest(at) !== null, editor);

/** Leaves an editor of code, where Tab indents and Esc is its own: the first closes what it offers. */
async function leaveCode() {
  for (let times = 0; times < 5; times++) {
    for (const key of ["Escape", "Escape", "Tab"]) await press(key);
    if (!(await inside(".text-box-code"))) return;
    // Too late: Tab has indented.
    await press("Shift+Tab");
  }
}

/** Goes there by Tab. */
async function reach(locator) {
  await locator.waitFor();
  for (let times = 0; times < 90; times++) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    if (await inside(".text-box-code")) await leaveCode();
    else await press("Tab");
  }
  assert.fail(`${locator} was never reached by keys`);
}

async function choose(key, list, name) {
  await press(key);
  await focused(page.getByRole("combobox", { name: list }));
  await page.keyboard.type(name);
  await page.getByRole("option", { selected: true }).filter({ hasText: name }).waitFor();
  await press("Enter");
  await focused(canvas());
}
const add = (type) => choose("a", "Search node types", type);
const connect = (title) => choose("e", "Search nodes", title);

async function go(title) {
  await choose("/", "Search by name, type or content", title);
  await becomes(current, title);
}

/** Opens the settings of the current node, changes them by keys, and comes back. */
async function settings(name, change) {
  await press("Enter");
  await focused(panel(name));
  await change(panel(name));
  // In an editor Esc is for what that offers.
  if (await inside(".text-box-code")) await leaveCode();
  else if (await inside(".text-box")) await press("Tab");
  await press("Escape");
  await focused(canvas());
}

async function push(locator) {
  await reach(locator);
  await press("Enter");
}

async function write(locator, text) {
  await reach(locator);
  await press("Control+a");
  await page.keyboard.type(text);
}

/** Chooses a variable in a picker. */
async function pick(locator, name) {
  await push(locator);
  await focused(page.getByRole("combobox", { name: "Search variables" }));
  await page.keyboard.type(name);
  await page.getByRole("option", { selected: true }).filter({ hasText: name }).waitFor();
  await press("Enter");
  await focused(locator);
}

const draft = () => call(page, "GET", `/apps/${id}/workflows/draft`);

test("five nodes are put together and filled in by keys alone", async () => {
  await page.goto(`/apps/${id}/workflow`);
  await push(button("Start from scratch"));
  await reach(canvas());
  await becomes(current, "Start");
  // It begins with a webhook instead.
  await press("Delete");
  await becomes(current, "End");
  await add("Webhook");
  await becomes(current, "Webhook");
  await settings("Webhook", async (at) => {
    const body = at.locator("section").filter({ has: page.getByRole("heading", { name: "Body" }) });
    await push(button("Add field", body));
    await write(body.getByLabel("Name of field 1"), "order");
  });
  await add("Code");
  await becomes(current, "Code");
  await settings("Code", async (at) => {
    await write(at.getByLabel("Name 1", { exact: true }), "order");
    await pick(at.getByRole("button", { name: /^Value of order:/ }), "order");
    await push(button("Remove: arg2", at));
    await write(at.getByRole("textbox", { name: "Code" }), BROKEN);
  });
  await add("If / else");
  await becomes(current, "If / else");
  await settings("If / else", async (at) => {
    if (!(await at.getByLabel("Operator of condition 1").isVisible())) await push(button("Add condition", at));
    await pick(at.getByRole("button", { name: /^Variable of condition 1:/ }), "result");
    await write(at.getByRole("textbox", { name: "Value of condition 1" }), "TREE");
  });
  await add("Human input");
  await becomes(current, "Human input");
  await settings("Human input", async (at) => {
    await write(at.getByRole("textbox", { name: "Form" }), "Plant a {res");
    await page.getByRole("option", { selected: true }).filter({ hasText: "result" }).waitFor();
    await press("Enter");
    await push(button("Add field", at));
    await write(at.getByLabel("Label", { exact: true }), "Where");
  });
  await connect("End");
  await go("If / else");
  await connect("End");
  await go("End");
  await settings("End", async (at) => {
    await push(button("Add output", at));
    await write(at.getByLabel("Name 1", { exact: true }), "where");
    await pick(at.getByRole("button", { name: /^Value of where:/ }), "field");
  });
  await go("Webhook");
  await press("t");
  await becomes(async () => (await draft()).graph.nodes.length, 5);
  await becomes(async () => (await draft()).graph.edges.length, 5);
  await looked("journey-made");
  faultless(page);
});

test("what fails when it is tried is repaired, goes on from there, and asks", async () => {
  await page
    .getByRole("status")
    .filter({ hasText: /^Saved$/ })
    .waitFor();
  await push(button("Try", page.getByRole("toolbar", { name: "Workflow tools" })));
  await write(tried().getByLabel("Inputs of the trigger"), '{"order": "tree"}');
  await push(button("Run", tried()));
  await tried().getByText("Failed", { exact: true }).waitFor();
  await tried()
    .getByRole("alert")
    .getByText(/no tree/)
    .waitFor();
  await looked("journey-failed");
  await reach(canvas());
  await go("Code");
  await press("Enter");
  await focused(panel("Code"));
  await write(panel("Code").getByRole("textbox", { name: "Code" }), MENDED);
  await push(button("Run from here", panel("Code")));
  const form = tried().getByRole("region", { name: "Human input" });
  await form.getByText("Plant a TREE").waitFor();
  await looked("journey-asked");
  await write(form.getByLabel("Where"), "Here");
  await push(form.getByRole("button").first());
  await tried().getByRole("status").getByText("Succeeded", { exact: true }).waitFor();
  await looked("journey-succeeded");
  faultless(page);
});

test("it is published, called, answered by a link, and its run has an address", async () => {
  await button("Publish workflow").click();
  const dialog = page.getByRole("dialog", { name: "Publish" });
  await dialog.getByText("Human input").first().waitFor();
  await looked("journey-publish");
  // Somebody else saves what was not shown: it is shown before it goes live.
  const theirs = await draft();
  theirs.graph.nodes.find(({ data }) => data.type === "end").data.title = "Planted";
  await call(page, "POST", `/apps/${id}/workflows/draft`, { graph: theirs.graph, features: {}, hash: theirs.hash });
  await button("Publish", dialog).click();
  await dialog.getByRole("alert").getByText("Someone saved the draft in the meantime").waitFor();
  await dialog.getByText("Planted").first().waitFor();
  // However much stands around it, its picture is in sight.
  const picture = dialog.getByLabel("The workflow with its changes");
  const [whole, card] = await Promise.all([picture.boundingBox(), picture.getByRole("button").first().boundingBox()]);
  assert.ok(whole.height > card.height, "the picture has no room");
  await looked("journey-publish-again");
  assert.equal(await call(page, "GET", `/apps/${id}/workflows/publish`), null);
  await button("Publish", dialog).click();
  await page.getByText("Workflow is live").waitFor();
  const hook = (await draft()).graph.nodes.find(({ data }) => data.type === "trigger-webhook").id;
  const { webhook_url: url } = await call(page, "GET", `/apps/${id}/workflows/triggers/webhook?node_id=${hook}`);
  const headers = { "Content-Type": "application/json" };
  const sent = await fetch(url, { method: "POST", headers, body: '{"order": "tree two"}' });
  assert.equal(sent.status, 200, await sent.text());
  const run = await paused();
  const [{ id: form }] = (await call(page, "GET", `/human-input-forms?run_id=${run}`)).data;
  const { form_token: token } = await call(page, "GET", `/human-input-forms/${form}`);
  const guest = await openPage(browser, process.env.BASE_URL, { colorScheme: "dark" });
  await guest.goto(`/form/${token}`);
  await guest.getByText("Plant a TREE TWO").waitFor();
  await looked("journey-form", guest);
  await guest.getByLabel("Where").fill("There");
  await guest.locator("form").getByRole("button").first().click();
  await guest.getByRole("heading", { name: "Thank you" }).waitFor();
  faultless(guest);
  await becomes(async () => (await call(page, "GET", `/apps/${id}/workflow-runs/${run}`)).outputs, { where: "There" });
  await page.goto(`/apps/${id}/runs/${run}`);
  await page.getByRole("heading", { name: "Run" }).waitFor();
  await page.getByText("Succeeded", { exact: true }).first().waitFor();
  await becomes(() => page.getByRole("list", { name: "Timeline" }).getByRole("listitem").count(), 5);
  // After its pause; no worker was lost.
  await page.getByText(/resumed \d+ time/).waitFor();
  await looked("journey-run");
  faultless(page);
});

/** The run that waits for an answer. */
async function paused() {
  let runs = [];
  await becomes(async () => {
    runs = (await call(page, "GET", `/apps/${id}/workflow-runs?status=paused`)).data;
    return runs.length;
  }, 1);
  return runs[0].id;
}
