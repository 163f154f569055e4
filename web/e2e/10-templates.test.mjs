// A workflow starts from a template, is stored as a file, gets a note, and is replaced by a file with a report.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, openPage, pictured as picturedAt, signedIn } from "./browser.mjs";

let browser;
let page;
let id;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  ({ id } = await call(page, "POST", "/apps", { name: "Lines", description: "Mine", mode: "workflow" }));
});

after(async () => {
  if (id) await call(page, "DELETE", `/apps/${id}`);
  await browser?.close();
});

const draft = () => call(page, "GET", `/apps/${id}/workflows/draft`);
const titles = async () => (await draft()).graph.nodes.map(({ data }) => data.title);

const pictured = (name) => picturedAt(page, name);

const more = (name) =>
  page
    .getByRole("button", { name: "More actions" })
    .click()
    .then(() => page.getByRole("menuitem", { name }).click());

/** Gives the open dialog a file and sends it. */
async function send(text) {
  const dialog = page.getByRole("dialog", { name: "Import YAML" });
  const buffer = Buffer.from(text);
  await dialog.getByLabel("YAML file").setInputFiles({ name: "flow.yml", mimeType: "application/yaml", buffer });
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  return dialog;
}

test("a template becomes a draft, a file, and a draft again", async () => {
  await page.goto(`/apps/${id}/workflow`);
  const templates = page.getByRole("region", { name: "Or start from a template" });
  await templates.getByRole("button", { name: /^Process a list/ }).waitFor();
  assert.equal(await templates.getByRole("button").count(), 3);
  await pictured("templates-begin");
  await templates.getByRole("button", { name: /^Process a list/ }).click();
  await page.getByRole("application", { name: /^Canvas/ }).waitFor();
  await page.getByRole("button", { name: "Publish workflow", exact: true }).waitFor();
  const first = await titles();
  assert.ok(first.includes("Split into lines"));

  await page.getByRole("button", { name: "Add note" }).click();
  const panel = page.getByRole("region", { name: "Note" });
  await panel.getByLabel("Text of the note").fill("Ask Ann before you change this.");
  await page.getByRole("note").filter({ hasText: "Ask Ann" }).waitFor();
  await pictured("templates-note");

  // What was not saved yet is part of the file.
  const download = page.waitForEvent("download");
  await more("Export as YAML");
  const file = await download;
  assert.equal(file.suggestedFilename(), "Lines.yml");
  const text = readFileSync(await file.path(), "utf8");
  assert.match(text, /Ask Ann before/);

  await more("Import YAML");
  let dialog = await send("a: [");
  await dialog.getByText("Not imported. The draft is unchanged.").waitFor();
  await dialog.getByRole("list", { name: "Import report" }).getByText("Error", { exact: true }).waitFor();
  const changed = text
    .replace("name: Lines", "name: Another")
    .replace("title: Join", "title: Put together")
    .replace("target: end\n", "target: nowhere\n");
  dialog = await send(changed);
  const report = dialog.getByRole("list", { name: "Import report" });
  await report
    .getByText(/^Line \d+$/)
    .first()
    .waitFor();
  await report
    .getByText(/edges\[\d\]/)
    .first()
    .waitFor();
  await pictured("templates-report");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("button", { name: "Outline" }).click();
  const tree = page.getByRole("tree", { name: "Outline" });
  await tree.getByRole("treeitem", { name: /^Template: Put together/ }).waitFor();
  assert.ok((await titles()).includes("Put together"));
  // What nobody else did is not told as if somebody had; and it can be undone.
  assert.equal(await page.getByText("Someone else changed", { exact: false }).count(), 0);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await tree.getByRole("treeitem", { name: /^Template: Join/ }).waitFor();
  await becomes(async () => (await titles()).includes("Join"), true);
  const { name, description } = await call(page, "GET", `/apps/${id}`);
  assert.deepEqual({ name, description }, { name: "Lines", description: "Mine" });
  faultless(page);
});
