// The explorer in a person's hands: what is deleted is gone wherever the draft is read, search, addresses, previews, names.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { call, launch, openPage, signedIn } from "./browser.mjs";
import { row } from "./explorer.mjs";

let browser;
let page;
let app;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  app = await call(page, "POST", "/apps", { name: "Explorer", mode: "agent-chat" });
});

after(() => browser.close());

const assets = () => `/apps/${app.id}/assets`;
const button = (name) => page.getByRole("button", { name, exact: true });
const dialog = (name) => page.getByRole("dialog", { name });
const tab = (name) => page.getByRole("navigation", { name: "Parts of the app" }).getByRole("link", { name });
const paths = async () =>
  (await call(page, "GET", `${assets()}/tree?format=flat`)).nodes.map((node) => node.path).sort();

/** Write a text file, with the folders that it lies in. */
async function write(path, content) {
  const names = path.split("/").slice(1);
  let children = [{ node_type: "file", name: names.pop(), size: Buffer.byteLength(content) }];
  for (const name of names.reverse()) children = [{ node_type: "folder", name, children }];
  const { upload } = await call(page, "POST", `${assets()}/batch-upload`, { children, on_conflict: "merge" });
  assert.equal(upload.missing.length, 1);
  await call(page, "PUT", `${assets()}/files/${upload.missing[0]}`, { content });
  return upload.missing[0];
}

async function deleted(path) {
  await row(page, path).click();
  await page.keyboard.press("Delete");
  await row(page, path).waitFor({ state: "detached" });
  await button("Undo").waitFor();
}

test("what was just deleted is neither published nor shown as there", async () => {
  await write("/keep.md", "keep\n");
  await write("/one.md", "one\n");
  await page.goto(assets());
  await deleted("/one.md");
  await page.getByText("deleting 1 item").waitFor();
  assert.deepEqual(await paths(), ["/keep.md", "/one.md"]);
  await button("Publish files").click();
  await dialog("Publish files").getByText("This is the first version.").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Version 1 is published and active").waitFor();
  const { nodes } = await call(page, "GET", `${assets()}/versions/1/tree?format=flat`);
  assert.deepEqual(
    nodes.map((node) => node.path),
    ["/keep.md"],
  );
  assert.equal(await button("Undo").count(), 0);
  await page.getByText("as in v1").waitFor();
});

test("the diff before publishing has the file that was just deleted", async () => {
  await deleted("/keep.md");
  await button("Publish files").click();
  const diff = dialog("Publish files").getByRole("list", { name: "Changes" });
  await diff.getByText("Removed").waitFor();
  await diff.getByText("/keep.md").waitFor();
  await dialog("Publish files").getByRole("button", { name: "Cancel" }).click();
  await page.getByText("1 change since v1").waitFor();
});

test("a restore brings back what was just deleted, and keeps nothing else", async () => {
  await write("/two.md", "two\n");
  await write("/three.md", "three\n");
  await page.goto(assets());
  await deleted("/two.md");
  await tab("Versions").click();
  await page.getByRole("link", { name: "v1: changes" }).click();
  await button("Restore into the draft").click();
  const restore = dialog("Restore version 1?");
  await restore.getByText("/three.md").waitFor();
  assert.equal(await restore.getByText("/two.md").count(), 0);
  await restore.getByRole("button", { name: "Restore", exact: true }).click();
  await page.getByText("The draft is as version 1").waitFor();
  assert.deepEqual(await paths(), ["/keep.md"]);
});

test("who closes the page has deleted", async () => {
  await write("/four.md", "four\n");
  await page.goto(assets());
  await deleted("/four.md");
  const other = await page.context().newPage();
  await page.close({ runBeforeUnload: true });
  page = other;
  await page.goto("/apps");
  for (let tries = 0; tries < 50 && (await paths()).length > 1; tries++) await page.waitForTimeout(50);
  assert.deepEqual(await paths(), ["/keep.md"]);
  page.faults = [];
});
