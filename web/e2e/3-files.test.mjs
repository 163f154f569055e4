// Files of an app: a folder with 500 files is dropped into a folder, published, changed, compared and restored.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  accessible,
  becomes,
  call,
  endSessionAt,
  faultless,
  focused,
  launch,
  OWNER,
  openPage,
  signedIn,
} from "./browser.mjs";
import { choose, drop, press, rename, row } from "./explorer.mjs";

const FILES = 500;
let browser;
let page;
let app;
let folder;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  app = await call(page, "POST", "/apps", { name: "Files", mode: "agent-chat" });
  folder = mkdtempSync(join(tmpdir(), "treeline-"));
  const write = (path, text) => {
    mkdirSync(join(folder, "handbook", path, ".."), { recursive: true });
    writeFileSync(join(folder, "handbook", path), text);
  };
  for (let n = 0; n < FILES - 1; n++) write(`chapter ${n % 10}/${n % 3 ? "notes/" : ""}page ${n}.md`, `# Page ${n}\n`);
  write("Pdf/SKILL.md", "---\nname: Pdf\ndescription: Reads pages.\n---\n");
  write(".DS_Store", "junk");
});

after(async () => {
  rmSync(folder, { recursive: true });
  await browser.close();
});

const assets = () => `/apps/${app.id}/assets`;
const button = (name) => page.getByRole("button", { name, exact: true });
const dialog = (name) => page.getByRole("dialog", { name });
const tab = (name) => page.getByRole("navigation", { name: "App", exact: true }).getByRole("link", { name });
const nodes = async () => (await call(page, "GET", `${assets()}/tree?format=flat`)).nodes;
const files = async () => (await nodes()).filter((node) => node.node_type === "file");
const answered = (end) => page.waitForResponse((response) => response.url().endsWith(end) && response.ok());
const at = (path) => call(page, "GET", `${assets()}/path${path}`);
const textOf = async (path) => (await call(page, "GET", `${assets()}/files/${(await at(path)).id}`)).content;

test("a folder is dropped into a folder; first its plan is shown", async () => {
  await page.goto(assets());
  await page.getByText("Drop a folder here").waitFor();
  await accessible(page, "files, none");
  await call(page, "POST", `${assets()}/folders`, { name: "docs" });
  await page.reload();
  await drop(page, join(folder, "handbook"), row(page, "/docs"));
  const plan = dialog("Upload");
  await plan.getByText("To /docs").waitFor();
  await plan.getByText("1 system file skipped").waitFor();
  await plan.getByText(String(FILES), { exact: true }).waitFor();
  await accessible(page, "plan");
  assert.equal((await files()).length, 0);
  await plan.getByRole("button", { name: "Upload", exact: true }).click();
  await page.getByText(`${FILES} files uploaded`).waitFor();
  const found = await files();
  assert.equal(found.length, FILES);
  assert.ok(found.every((node) => node.status === "ready" && node.path.startsWith("/docs/handbook/")));
  // What was brought in is open.
  await row(page, "/docs/handbook/chapter 3").click();
  await accessible(page, "files");
  faultless(page);
});

test("a folder that is there already is merged, and nothing is sent twice", async () => {
  let packs = 0;
  page.on("request", (request) => {
    if (request.method() === "PUT") packs++;
  });
  writeFileSync(join(folder, "handbook", "chapter 3", "new.md"), "new\n");
  await drop(page, join(folder, "handbook"), row(page, "/docs"));
  await dialog("Upload").getByText("1 name already exists").waitFor();
  await dialog("Upload").getByRole("button", { name: "Upload", exact: true }).click();
  await page.getByText(`${FILES} already uploaded`).waitFor();
  assert.equal(packs, 1);
  assert.equal((await files()).length, FILES + 1);
});

test("a lost network delays an upload, and does not end it", async () => {
  writeFileSync(join(folder, "handbook", "late.md"), "late\n");
  await page.route("**/files/packs/**", (route) => route.abort());
  await drop(page, join(folder, "handbook"), row(page, "/docs"));
  await dialog("Upload").getByRole("button", { name: "Upload", exact: true }).click();
  await page.getByText("You're offline. The upload will resume automatically.").waitFor();
  assert.equal((await at("/docs/handbook/late.md")).status, "pending");
  await page.unroute("**/files/packs/**");
  await page.getByText(`${FILES + 2} files uploaded`).waitFor();
  assert.equal((await at("/docs/handbook/late.md")).status, "ready");
});

test("an upload that failed, or was cancelled, goes on where it was", async () => {
  const kept = await call(page, "POST", `${assets()}/folders`, { name: "kept" });
  await page.reload();
  const bring = async () => {
    await drop(page, join(folder, "handbook", "chapter 1"), row(page, "/kept"));
    await dialog("Upload").getByRole("button", { name: "Upload", exact: true }).waitFor();
  };
  const upload = () => dialog("Upload").getByRole("button", { name: "Upload", exact: true }).click();
  await bring();
  await upload();
  await page.getByText("50 files uploaded").waitFor();
  const fresh = join(folder, "handbook", "chapter 1", "fresh.md");
  writeFileSync(fresh, "# Not here before\n");
  await bring();
  await dialog("Upload").getByRole("radio", { name: "Keep both" }).check();
  const refuse = { status: 400, json: { code: "not_now", message: "Not this time." } };
  await page.route("**/files/packs/**", (route) => route.fulfill(refuse));
  await upload();
  await page.getByRole("alert").getByText("Not this time.").waitFor();
  await page.unroute("**/files/packs/**");
  await page.route("**/files/packs/**", () => {});
  await button("Resume").click();
  await button("Cancel").click();
  await page.getByText("Upload canceled").waitFor();
  await page.unroute("**/files/packs/**");
  await button("Resume").click();
  await page.getByText("51 files uploaded").waitFor();
  rmSync(fresh);
  const { children } = await call(page, "GET", `${assets()}/tree?parent_id=${kept.id}&depth=1`);
  assert.deepEqual(
    children.map(({ name }) => name),
    ["chapter 1", "chapter 1 (1)"],
  );
  assert.ok((await files()).every(({ status }) => status === "ready"));
  await call(page, "DELETE", `${assets()}/nodes/${kept.id}`);
  await page.reload();
});

test("a name that is taken can be given otherwise", async () => {
  await call(page, "POST", `${assets()}/folders`, { name: "other" });
  await page.reload();
  await rename(page, "/other", "DOCS");
  const clash = dialog("Name already exists");
  await becomes(() => clash.getByRole("textbox").inputValue(), "DOCS (1)");
  await accessible(page, "clash");
  const renamed = answered("/rename");
  await clash.getByRole("button", { name: "Rename" }).click();
  await renamed;
  await row(page, "/DOCS (1)").waitFor();
  assert.equal((await at("/DOCS%20(1)")).node_type, "folder");
});

test("what was deleted comes back by Undo, and goes without it", async () => {
  await press(page, "/DOCS (1)", "Delete");
  await row(page, "/DOCS (1)").waitFor({ state: "detached" });
  await button("Undo").click();
  await row(page, "/DOCS (1)").waitFor();
  // The tree has kept the focus.
  await focused(page.getByRole("tree"));
  const gone = answered("/nodes/delete");
  await page.keyboard.press("Delete");
  await button("Undo").locator("..").getByRole("button", { name: "Close" }).click();
  await gone;
  assert.ok((await nodes()).every((node) => node.name !== "DOCS (1)"));
});

const late = "/docs/handbook/late.md";
const editor = () => page.locator(".cm-content").first();

test("a file is edited; what somebody else saved meanwhile is not overwritten unseen", async () => {
  for (const path of ["/docs", "/docs/handbook", late]) await row(page, path).click();
  await editor().fill("mine");
  await page.getByText("Unsaved", { exact: true }).waitFor();
  await accessible(page, "editor");
  await editor().press("ControlOrMeta+s");
  await page.getByText("Unsaved", { exact: true }).waitFor({ state: "detached" });
  assert.equal(await textOf(late), "mine");
  await call(page, "PUT", `${assets()}/files/${(await at(late)).id}`, { content: "theirs" });
  await editor().fill("mine again");
  await editor().press("ControlOrMeta+s");
  const stale = dialog("late.md was changed by someone else");
  await stale.getByRole("button", { name: "Show both" }).click();
  await stale.getByText("theirs").waitFor();
  await accessible(page, "changed meanwhile");
  assert.equal(await textOf(late), "theirs");
  await stale.getByRole("button", { name: "Keep mine" }).click();
  await page.getByText("Unsaved", { exact: true }).waitFor({ state: "detached" });
  assert.equal(await textOf(late), "mine again");
});

test("an expired session keeps what was typed into a file", async () => {
  await editor().fill("typed before the session ended");
  await endSessionAt(page, "PUT", "**/assets/files/*");
  await editor().press("ControlOrMeta+s");
  const again = dialog("Sign in again");
  await again.getByLabel("Password").fill(OWNER.password);
  await again.getByLabel("Password").press("Enter");
  await page.getByText("Unsaved", { exact: true }).waitFor({ state: "detached" });
  assert.equal(await textOf(late), "typed before the session ended");
  faultless(page);
});

test("a version is published and active, and with it the configuration", async () => {
  await button("Publish configuration and files").click();
  const publish = dialog("Publish");
  await publish.getByText("This is the first version.").waitFor();
  await publish.getByLabel("Note").fill("The first");
  await publish.getByRole("checkbox", { name: "Configuration" }).uncheck();
  await publish.getByRole("button", { name: "Publish files", exact: true }).waitFor();
  await publish.getByRole("checkbox", { name: "Configuration" }).check();
  await publish
    .getByRole("button", { name: "Publish configuration and files" })
    .and(page.locator(":enabled"))
    .waitFor();
  await publish.getByLabel("Note").press("Enter");
  await page.getByText("Configuration is live").waitFor();
  await page.getByText("Version 1 published and activated").waitFor();
  assert.notEqual((await call(page, "GET", `/apps/${app.id}`)).model_config, null);
  await button("Nothing to publish").waitFor();
  await page.getByText("Matches v1").waitFor();
});

test("publishing shows the changes, and refuses a draft that changed since", async () => {
  await editor().fill("one\ntwo");
  await editor().press("ControlOrMeta+s");
  await page.getByText("1 change since v1").waitFor();
  await button("Publish files").click();
  const publish = dialog("Publish");
  await publish.getByRole("button", { name: `Show changes in ${late}` }).click();
  await publish.getByRole("row", { name: "typed before the session ended" }).waitFor();
  await publish.getByRole("row", { name: "two" }).waitFor();
  await accessible(page, "publish");
  await call(page, "POST", `${assets()}/folders`, { name: "made meanwhile" });
  await publish.getByRole("button", { name: "Publish files", exact: true }).click();
  await publish.getByText("The draft has changed since you opened this dialog").waitFor();
  await publish.getByText("/made meanwhile").waitFor();
  await publish.getByRole("button", { name: "Publish files", exact: true }).click();
  await page.getByText("Version 2 published and activated").waitFor();
});

test("versions are listed, compared and restored", async () => {
  await tab("File versions").click();
  await page.getByText("The first", { exact: true }).waitFor();
  await accessible(page, "versions");
  await page.getByRole("link", { name: "v2: changes" }).click();
  const changes = page.getByRole("region", { name: "Changes", exact: true });
  await changes.getByText("/made meanwhile").waitFor();
  await changes.getByText(late).waitFor();
  await accessible(page, "compare");
  await page.getByLabel("Compare with").selectOption("draft");
  await page.getByText("No differences").waitFor();
  await page.getByRole("link", { name: "All versions" }).click();
  await page.getByRole("link", { name: "v1: changes" }).click();
  await button("Restore to draft").click();
  const restore = dialog("Restore version 1?");
  await restore.getByText("/made meanwhile").waitFor();
  await accessible(page, "restore");
  await restore.getByRole("button", { name: "Restore", exact: true }).click();
  await page.getByText("Draft matches version 1").waitFor();
  assert.equal(await textOf(late), "typed before the session ended");
  assert.ok((await nodes()).every((node) => node.name !== "made meanwhile"));
  await button("Activate").click();
  await page.getByText("Version 1 activated").waitFor();
  faultless(page);
});

test("a version is deleted", async () => {
  await page.getByRole("link", { name: "All versions" }).click();
  await button("More actions for version 2").click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await dialog("Delete version 2?").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("link", { name: "v2: changes" }).waitFor({ state: "detached" });
});

test("skills are listed, and what is wrong leads to its line", async () => {
  await tab("Skills").click();
  await page.getByText("Reads pages.").waitFor();
  await accessible(page, "skills");
  await page.getByRole("link", { name: "Open the SKILL.md of Pdf at line 2" }).click();
  await page.locator(".cm-activeLine", { hasText: "name: Pdf" }).waitFor();
  await row(page, "/docs/handbook/Pdf/SKILL.md").waitFor();
  faultless(page);
});

test("files are chosen by buttons too, and no page is wider than a narrow screen", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await button("Back to the tree").click();
  const plan = await choose(page, "Upload files", [join(folder, "handbook", "late.md")]);
  await plan.getByRole("button", { name: "Cancel" }).click();
  for (const part of ["studio", "logs", "assets", "versions", "versions?version=1", "skills", "access", "settings"]) {
    await page.goto(`/apps/${app.id}/${part}`);
    await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
    await page.waitForLoadState("networkidle");
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${part} is ${width} px wide`);
  }
});
