// Sources of a knowledge base: an app's files are added, checked before each sync, changed, lost, and let go.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, launch, openPage, signedIn } from "./browser.mjs";

const PICTURES = process.env.E2E_PICTURES;
let browser;
let page;
let app;
let dataset;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  app = await call(page, "POST", "/apps", { name: "Harbor handbook", mode: "agent-chat" });
  dataset = await call(page, "POST", "/datasets", { name: "Harbor", indexing_technique: "economy" });
});

after(async () => {
  if (dataset) await call(page, "DELETE", `/datasets/${dataset.id}`);
  if (app) await call(page, "DELETE", `/apps/${app.id}`);
  await browser?.close();
});

const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const row = (name) => page.getByRole("row", { name });
const dialog = (name) => page.getByRole("dialog", { name });
const list = (name, within) => within.getByRole("region", { name, exact: true });

/** Files of the app, by their names. */
async function write(files) {
  const children = Object.entries(files).map(([name, content]) => ({ name, node_type: "file", size: content.length }));
  const body = { children: [{ name: "docs", node_type: "folder", children }], on_conflict: "merge" };
  const { upload } = await call(page, "POST", `/apps/${app.id}/assets/batch-upload`, body);
  const contents = Object.values(files);
  for (const [at, id] of upload.missing.entries()) {
    await call(page, "PUT", `/apps/${app.id}/assets/files/${id}`, { content: contents[at] });
  }
}

/** The page at both widths: nothing runs off it, and axe finds nothing. */
async function looked(name) {
  await accessible(page, name);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await becomes(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    if (!PICTURES) continue;
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.screenshot({ path: `${PICTURES}/${name}-${width}-${scheme}.png` });
    }
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  }
}

const select = async (item) => {
  await button("Actions for Harbor handbook").click();
  await page.getByRole("menuitem", { name: item }).click();
};

test("an app's files become a source once their changes were looked at", async () => {
  await write({ "tides.md": "High tide at noon.", "pilot.md": "The pilot is Anna.", "ropes.md": "Ropes are blue." });
  await page.goto(`/datasets/${dataset.id}/sources`);
  await page.getByText("No sources yet").waitFor();
  await looked("sources-none");
  await button("Add source").click();
  const form = dialog("Add source");
  await button("Check changes", form).click();
  await form.getByText("This is required.").waitFor();
  await form.getByLabel("App", { exact: true }).selectOption({ label: "Harbor handbook" });
  await form.getByLabel("Files", { exact: true }).selectOption("draft");
  await form.getByLabel("Subfolder").fill("docs");
  await form.getByLabel("Target folder").fill("harbor");
  await looked("sources-add");
  await button("Check changes", form).click();
  await list("New", form).getByText("tides.md").waitFor();
  await list("New", form).getByText("3 new").waitFor();
  await looked("sources-diff");
  await button("Add and sync", form).click();
  await row(/Harbor handbook/)
    .getByText("Completed")
    .waitFor();
  await row(/Harbor handbook/)
    .getByText("3 new")
    .waitFor();
  await looked("sources");
  await page.getByRole("link", { name: "Documents", exact: true }).click();
  await row(/tides\.md/).waitFor();
  faultless(page);
});

test("a sync shows what it changes, and a large loss has to be confirmed", async () => {
  const { nodes } = await call(page, "GET", `/apps/${app.id}/assets/tree?format=flat`);
  const ids = nodes.filter(({ path }) => /tides|pilot/.test(path)).map(({ id }) => id);
  await page.getByRole("link", { name: "Sources", exact: true }).click();
  // The worker that looks each minute must not be first.
  await select("Edit…");
  const form = dialog("Edit Harbor handbook");
  await becomes(() => form.getByLabel("Subfolder").inputValue(), "docs");
  await form.getByRole("checkbox", { name: "Sync automatically when files change" }).uncheck();
  await form.getByLabel("Include").fill("*.md");
  await looked("sources-edit");
  await button("Save", form).click();
  await row(/Harbor handbook/)
    .getByText("not synced automatically")
    .waitFor();
  const { data } = await call(page, "GET", `/datasets/${dataset.id}/sources`);
  assert.deepEqual(
    [data[0].auto_sync, data[0].tree, data[0].path, data[0].include],
    [false, "draft", "docs", ["*.md"]],
  );
  await call(page, "POST", `/apps/${app.id}/assets/nodes/delete`, { ids });
  await select("Sync now…");
  const ahead = dialog("Sync Harbor handbook");
  await ahead
    .getByRole("alert")
    .getByText(/More than half/)
    .waitFor();
  await list("Deleted", ahead).getByText("pilot.md").waitFor();
  await looked("sources-loss");
  await button("Delete and sync", ahead).click();
  await row(/Harbor handbook/)
    .getByText("2 deleted")
    .waitFor();
  await select("History");
  const history = dialog("History of Harbor handbook");
  await history.getByText("3 new").waitFor();
  await looked("sources-history");
  await page.keyboard.press("Escape");
  faultless(page);
});

test("a source goes, and its documents stay", async () => {
  await select("Delete source");
  const sure = dialog("Delete Harbor handbook?");
  await looked("sources-delete");
  await button("Delete source", sure).click();
  await page.getByText("No sources yet").waitFor();
  const { data } = await call(page, "GET", `/datasets/${dataset.id}/tree/documents`);
  assert.deepEqual(
    data.map(({ name }) => name),
    ["ropes.md"],
  );
  faultless(page);
});
