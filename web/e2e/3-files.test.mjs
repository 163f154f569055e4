// Files of an app: a folder with 500 files is uploaded into a folder, published, changed and restored.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, call, faultless, launch, openPage, signedIn } from "./browser.mjs";

const FILES = 500;
const shots = new URL("./screenshots/", import.meta.url).pathname;
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
  for (let n = 0; n < FILES; n++) {
    const inside = join(folder, "handbook", `chapter ${n % 10}`, n % 3 ? "notes" : "");
    mkdirSync(inside, { recursive: true });
    writeFileSync(join(inside, `page ${n}.md`), `# Page ${n}\n`);
  }
  mkdirSync(join(folder, "handbook", "pdf"));
  writeFileSync(join(folder, "handbook", "pdf", "SKILL.md"), "---\nname: pdf\ndescription: Reads pages.\n---\n");
  writeFileSync(join(folder, "handbook", ".DS_Store"), "junk");
  mkdirSync(shots, { recursive: true });
});

after(async () => {
  rmSync(folder, { recursive: true });
  await browser.close();
});

const button = (name) => page.getByRole("button", { name, exact: true });
const files = () => call(page, "GET", `/apps/${app.id}/assets/tree?format=flat`).then((tree) => tree.nodes);

test("a folder is uploaded into a folder", async () => {
  await page.goto(`/apps/${app.id}/assets`);
  await page.getByText("Nothing here yet").waitFor();
  await accessible(page, "files, none");
  await button("New folder").click();
  await page.getByLabel("Name").fill("docs");
  await page.keyboard.press("Enter");
  await button("docs").click();
  await page.locator('input[type="file"][webkitdirectory]').setInputFiles(join(folder, "handbook"));
  await page.getByText(`${FILES + 1} files uploaded`).waitFor();
  await button("handbook").click();
  await button("chapter 3").waitFor();
  await accessible(page, "files");
  const nodes = (await files()).filter((node) => node.node_type === "file");
  assert.equal(nodes.length, FILES + 1);
  assert.ok(nodes.every((node) => node.status === "ready" && node.path.startsWith("/docs/handbook/")));
  await page.screenshot({ path: join(shots, "files.png") });
  faultless(page);
});

test("a name that is taken is refused with the reason", async () => {
  await button("All files").click();
  await button("New folder").click();
  await page.getByLabel("Name").fill("DOCS");
  await page.keyboard.press("Enter");
  await page.getByText(/exists already/).waitFor();
  await page.keyboard.press("Escape");
});

test("it is published, emptied and restored", async () => {
  await page.getByRole("link", { name: "Versions" }).click();
  await button("Publish the draft").click();
  await page.getByLabel("Note").fill("The first");
  await page.keyboard.press("Enter");
  await page.getByRole("cell", { name: "The first" }).waitFor();
  await button("Activate version 1").click();
  await page.getByText("Active", { exact: true }).waitFor();
  await accessible(page, "versions");
  await page.screenshot({ path: join(shots, "versions.png") });
  await page.getByRole("link", { name: "Files", exact: true }).click();
  await button("Delete docs").click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("Nothing here yet").waitFor();
  assert.deepEqual(await files(), []);
  await page.getByRole("link", { name: "Versions" }).click();
  await button("Restore version 1 into the draft").click();
  await page.getByText("The draft is as version 1").waitFor();
  assert.equal((await files()).filter((node) => node.node_type === "file").length, FILES + 1);
  faultless(page);
});

test("skills are listed", async () => {
  await page.getByRole("link", { name: "Skills" }).click();
  await page.getByText("Reads pages.").waitFor();
  await accessible(page, "skills");
  await page.screenshot({ path: join(shots, "skills.png") });
  faultless(page);
});
