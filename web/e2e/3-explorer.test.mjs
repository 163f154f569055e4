// The explorer in a person's hands: what is deleted is gone wherever the draft is read, search, addresses, previews, names.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, focused, launch, nextPage, openPage, signedIn } from "./browser.mjs";
import { field, press, rename, row, type } from "./explorer.mjs";

let browser;
let page;
let app;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  app = await call(page, "POST", "/apps", { name: "Explorer", mode: "agent-chat" });
  // Only the files are published here.
  await call(page, "POST", `/apps/${app.id}/model-config`, {});
});

after(() => browser.close());

const assets = () => `/apps/${app.id}/assets`;
const button = (name) => page.getByRole("button", { name, exact: true });
const dialog = (name) => page.getByRole("dialog", { name });
const tab = (name) => page.getByRole("navigation", { name: "App", exact: true }).getByRole("link", { name });
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
  await press(page, path, "Delete");
  await row(page, path).waitFor({ state: "detached" });
  await button("Undo").waitFor();
}

test("what was just deleted is neither published nor shown as there", async () => {
  await write("/keep.md", "keep\n");
  await write("/one.md", "one\n");
  await page.goto(assets());
  await deleted("/one.md");
  await page.getByText("Deleting 1 item").waitFor();
  assert.deepEqual(await paths(), ["/keep.md", "/one.md"]);
  await button("Publish files").click();
  await dialog("Publish").getByText("This is the first version.").waitFor();
  await focused(dialog("Publish").getByLabel("Note"));
  await page.keyboard.press("Enter");
  await page.getByText("Version 1 published and activated").waitFor();
  const { nodes } = await call(page, "GET", `${assets()}/versions/1/tree?format=flat`);
  assert.deepEqual(
    nodes.map((node) => node.path),
    ["/keep.md"],
  );
  await button("Undo").waitFor({ state: "detached" });
  await page.getByText("Matches v1").waitFor();
});

test("the diff before publishing has the file that was just deleted", async () => {
  await deleted("/keep.md");
  await button("Publish files").click();
  const diff = dialog("Publish").getByRole("list", { name: "Changes" });
  await diff.getByText("Removed").waitFor();
  await diff.getByText("/keep.md").waitFor();
  await dialog("Publish").getByRole("button", { name: "Cancel" }).click();
  await page.getByText("1 change since v1").waitFor();
});

test("a restore brings back what was just deleted, and keeps nothing else", async () => {
  await write("/two.md", "two\n");
  await write("/three.md", "three\n");
  await page.goto(assets());
  await deleted("/two.md");
  await tab("File versions").click();
  await page.getByRole("link", { name: "v1: changes" }).click();
  await button("Restore to draft").click();
  const restore = dialog("Restore version 1?");
  await restore.getByText("/three.md").waitFor();
  assert.equal(await restore.getByText("/two.md").count(), 0);
  await restore.getByRole("button", { name: "Restore", exact: true }).click();
  await page.getByText("Draft matches version 1").waitFor();
  assert.deepEqual(await paths(), ["/keep.md"]);
});

test("who closes the page has deleted", async () => {
  await write("/four.md", "four\n");
  await page.goto(assets());
  await deleted("/four.md");
  const other = await nextPage(page.context());
  await page.close({ runBeforeUnload: true });
  page = other;
  await page.goto("/apps");
  await becomes(paths, ["/keep.md"]);
});

const editor = () => page.locator(".cm-content").first();
const named = (path) => page.locator("h2", { hasText: path });
const DEEP = "/a folder of a long name/another one below it/and one more/the-last-folder";
const LONG = `quarterly-report-${"of-the-northern-region-".repeat(4)}final.md`;

test("an open file has an address: reload, Back, Forward, a link", async () => {
  const one = await write("/docs/one.md", "# One\n");
  const two = await write("/docs/two.md", "first\nsecond\nthird\n");
  await page.goto(assets());
  await row(page, "/docs").click();
  await row(page, "/docs/one.md").click();
  await page.waitForURL(`**?file=${one}`);
  await row(page, "/docs/two.md").click();
  await page.waitForURL(`**?file=${two}`);
  await page.goBack();
  await named("one.md").waitFor();
  await page.goForward();
  await named("two.md").waitFor();
  await page.reload();
  await named("two.md").waitFor();
  await row(page, "/docs/two.md").waitFor();
  await page.goto(`${assets()}?file=${two}&line=2`);
  await page.locator(".cm-activeLine", { hasText: "second" }).waitFor();
  await button("Close").click();
  await page.waitForURL(/assets$/);
  await page.goBack();
  await named("two.md").waitFor();
  faultless(page);
});

test("a file that is open in a version has an address too", async () => {
  await page.goto(`/apps/${app.id}/versions?version=1&against=draft`);
  await button("Show changes in /docs/two.md").click();
  await page.getByRole("row", { name: "second" }).waitFor();
  await page.waitForURL(/file=/);
  await page.reload();
  await page.getByRole("row", { name: "second" }).waitFor();
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes("file="));
});

test("an address of a file that is gone says so", async () => {
  await page.goto(`${assets()}?file=0190d5a0-0000-7000-8000-000000000000`);
  await page.getByRole("alert").getByText("no longer exists").waitFor();
  await accessible(page, "no such file");
  await button("Back to the tree").click();
  await page.waitForURL(/assets$/);
});

test("what is found by name keeps the end of the name and of its folder in sight", async () => {
  await write(`${DEEP}/${LONG}`, "needle in a long file\n");
  await page.goto(assets());
  await page.getByLabel("Search by name").fill("northern");
  const found = row(page, `${DEEP}/${LONG}`);
  await found.locator("mark", { hasText: "northern" }).first().waitFor();
  const inside = async (text) => {
    const [box, around] = await Promise.all([found.getByText(text).last().boundingBox(), found.boundingBox()]);
    return box.x >= around.x && box.x + box.width <= around.x + around.width;
  };
  assert.ok(await inside("final.md"));
  await page.getByLabel("Search by name").fill("docs/tw");
  await row(page, "/docs/two.md").waitFor();
  await page.getByLabel("Search by name").fill("no such name");
  await button("Search in contents").last().waitFor();
});

test("what files hold is found too, and a hit opens its line", async () => {
  await button("Search in contents").last().click();
  const field = page.getByRole("searchbox", { name: "Search in contents" });
  await field.fill("SECOND");
  const hit = page.getByRole("region", { name: "/docs/two.md" }).getByRole("link", { name: "2 second" });
  await hit.locator("mark", { hasText: "second" }).waitFor();
  await page.getByText("1 line found").waitFor();
  await accessible(page, "contents");
  await hit.click();
  await page.locator(".cm-activeLine", { hasText: "second" }).waitFor();
  await page.waitForURL(/line=2/);
  await field.fill("nothing has this text");
  await page.getByText("No results").waitFor();
  await field.fill("");
  await button("Search in contents").click();
  await row(page, "/docs/two.md").waitFor();
  faultless(page);
});

test("a path that is typed as a name makes its folders", async () => {
  await page.goto(assets());
  await row(page, "/keep.md").click();
  await button("New file").click();
  await type(page, "guides/new/start.md");
  await row(page, "/guides/new/start.md").waitFor();
  await rename(page, "/guides/new/start.md", "/guides/moved.md");
  await row(page, "/guides/moved.md").waitFor();
  // It is shown before it is sent.
  const made = async () => (await paths()).filter((path) => /guides|untitled/.test(path));
  await becomes(made, ["/guides", "/guides/moved.md", "/guides/new"]);
  faultless(page);
});

test("a name that is rejected stays in its field, with the reason", async () => {
  const rejected = ["..", "a/../b", "/", "/keep.md/x", "x".repeat(300)];
  for (const name of rejected) {
    await rename(page, "/guides/moved.md", name);
    const alert = page.getByRole("treeitem").getByRole("alert");
    await alert.waitFor().catch((error) => {
      throw new Error(`${name}: ${error.message}`);
    });
    await becomes(() => field(page).inputValue(), name);
    if (name === rejected[0]) await accessible(page, "rejected name");
    await row(page, "/keep.md").click();
    await becomes(() => field(page).inputValue(), name);
    await field(page).press("Escape");
    await field(page).waitFor({ state: "detached" });
  }
  await page.route("**/rename", (route) => route.abort());
  await rename(page, "/guides/moved.md", "offline.md");
  await page.getByRole("treeitem").getByRole("alert").waitFor();
  await becomes(() => field(page).inputValue(), "offline.md");
  await page.unroute("**/rename");
  await field(page).press("Enter");
  await row(page, "/guides/offline.md").waitFor();
  await rename(page, "/guides/offline.md", "new");
  await dialog("Name already exists").getByRole("button", { name: "Cancel" }).click();
  await becomes(() => field(page).inputValue(), "new");
  await field(page).press("Escape");
  await field(page).waitFor({ state: "detached" });
});

test("several are counted, zipped, moved to a folder by keyboard, and back by Undo", async () => {
  if ((await row(page, "/docs").getAttribute("aria-expanded")) === "false") await row(page, "/docs").click();
  await row(page, "/docs/one.md").click();
  await row(page, "/docs/two.md").click({ modifiers: ["ControlOrMeta"] });
  const bar = page.getByRole("region", { name: "Selection" });
  await bar.getByText("2 selected").waitFor();
  await bar.getByText("2 files · 25 B").waitFor();
  await accessible(page, "selection");
  const [zip] = await Promise.all([page.waitForEvent("download"), bar.getByLabel("Download as zip").click()]);
  assert.equal(zip.suggestedFilename(), "Explorer.zip");
  await bar.getByLabel("Move to…").click();
  const to = dialog("Move 2 items to…");
  await to.getByRole("combobox").waitFor();
  await accessible(page, "move to");
  await to.getByTitle("/guides", { exact: true }).waitFor();
  assert.equal(await to.getByTitle("/docs", { exact: true }).count(), 0);
  await focused(to.getByRole("combobox"));
  await page.keyboard.type("guides");
  await to.getByTitle("/", { exact: true }).waitFor({ state: "detached" });
  await page.keyboard.press("ArrowDown");
  await to
    .getByRole("option", { selected: true })
    .and(page.getByTitle("/guides/new", { exact: true }))
    .waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("2 items moved to /guides/new").waitFor();
  await row(page, "/guides/new/one.md").waitFor();
  const back = page.waitForResponse((response) => response.url().endsWith("/nodes/move") && response.ok());
  await button("Undo").click();
  await row(page, "/docs/one.md").waitFor();
  await back;
  await becomes(async () => (await call(page, "GET", `${assets()}/path/docs/two.md`)).order, 1);
  faultless(page);
});

test("code in Markdown can be read, is colored and copied", async () => {
  const fence = "```";
  const text = `---\nname: x\n---\n# Code\n\n${fence}python\ndef f():\n    return "a"\n${fence}\n\n${fence}bash\nls # all\n${fence}\n\n${fence}\nplain\n${fence}\n`;
  const code = await write("/docs/code.md", text);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${assets()}?file=${code}`);
  await button("Preview").click();
  const python = page.getByRole("region", { name: "Code" }).nth(1);
  await python.locator(".tok-keyword", { hasText: "def" }).waitFor();
  await page.locator(".tok-comment", { hasText: "# all" }).waitFor();
  const size = await python.locator("code").evaluate((node) => Number.parseFloat(getComputedStyle(node).fontSize));
  assert.ok(size >= 13, `${size} px`);
  await python.locator("..").getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'def f():\n    return "a"');
  await accessible(page, "code");
  faultless(page);
});

/** A file of any bytes. */
async function put(name, bytes) {
  const id = await write(name, "x");
  const cookies = await page.context().cookies();
  const csrf = cookies.find((cookie) => cookie.name.startsWith("csrf_token"))?.value ?? "";
  const multipart = { file: { name: "file", mimeType: "application/octet-stream", buffer: bytes } };
  const reply = await page
    .context()
    .request.put(`/console/api${assets()}/files/${id}`, { multipart, headers: { "X-CSRF-Token": csrf } });
  assert.ok(reply.ok(), await reply.text());
  return id;
}

test("a text over 5 MiB is read part by part", async () => {
  const lines = Array.from({ length: 160_000 }, (_, n) => `line ${n} of a log, with ümlauts`).join("\n");
  const id = await put("/docs/big.log", Buffer.from(lines));
  await page.goto(`${assets()}?file=${id}`);
  await page.getByText("line 0 of a log").waitFor();
  await button("Load more").last().click();
  await page.getByText("line 0 of a log").waitFor({ state: "detached" });
  const first = editor().locator(".cm-line").first();
  await first.filter({ hasText: /^line \d+ of a log, with ümlauts$/ }).waitFor();
  await button("Load previous").click();
  await page.getByText("line 0 of a log").waitFor();
  await button("Go to the end").click();
  await page.locator('button[aria-label="Go to the end"]:disabled').waitFor();
  await editor().press("ControlOrMeta+End");
  await page.getByText("line 159999 of a log").waitFor();
  await accessible(page, "large text");
  faultless(page);
});

test("a PDF is shown by the browser, and what only says that it is one is not", async () => {
  const page1 =
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/MediaBox[0 0 300 200]/Parent 2 0 R>>endobj";
  const id = await put("/docs/paper.pdf", Buffer.from(`%PDF-1.4\n${page1}\ntrailer<</Root 1 0 R>>\n%%EOF`));
  const html = "<script>parent.ran = true</script>";
  const fake = await put("/docs/fake.pdf", Buffer.from(html));
  const masked = await put("/docs/masked.pdf", Buffer.from(`<html>%PDF-1.4 ${html}`));
  await page.goto(`${assets()}?file=${id}`);
  const frame = page.locator("iframe");
  await frame.waitFor();
  assert.match(await frame.getAttribute("src"), /^blob:/);
  await accessible(page, "pdf");
  await page.goto(`${assets()}?file=${fake}`);
  await page.getByText("This file can't be shown as a PDF.").waitFor();
  assert.equal(await frame.count(), 0);
  await page.goto(`${assets()}?file=${masked}`);
  await frame.waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(await page.evaluate(() => window.ran), undefined);
});
