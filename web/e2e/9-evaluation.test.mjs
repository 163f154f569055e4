// A knowledge base is evaluated, a change is compared, and all of it is taken elsewhere. The tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, launch, openPage, signedIn } from "./browser.mjs";

const TEXTS = {
  "harbor.md": "Ships sail from the harbor in the morning.",
  "bakery.md": "Bread rises in the bakery at night.",
  "mill.md": "The mill grinds grain for the bakery.",
};
const QUESTIONS = "question,document,grade\nWhere do ships sail?,harbor.md,\nbakery,bakery.md,2\nbakery,mill.md,1\n";
const PICTURES = process.env.E2E_PICTURES;
let browser;
let page;
let id;
let key;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL, { acceptDownloads: true });
  await signedIn(page);
  const { data } = await call(page, "GET", "/datasets");
  for (const each of data) await call(page, "DELETE", `/datasets/${each.id}`);
  const shared = { name: "Town", indexing_technique: "economy", permission: "all_team_members" };
  ({ id } = await call(page, "POST", "/datasets", shared));
  key = (await call(page, "POST", "/datasets/api-keys", {})).token;
  for (const [name, text] of Object.entries(TEXTS)) await add(name, text);
});

after(() => browser?.close());

const button = (name, within = page) => within.getByRole("button", { name, exact: true });

async function add(name, text) {
  const headers = { Authorization: `Bearer ${key}` };
  const address = `${process.env.BASE_URL}/v1/datasets/${id}/document/create-by-text`;
  const reply = await page.request.post(address, { headers, data: { name, text } });
  assert.equal(reply.status(), 200);
  await becomes(async () => (await call(page, "GET", `/datasets/${id}/indexing-status`)).data.length, 0);
}

/** The page at both widths and in both colors: nothing runs off it, and axe finds nothing. */
async function looked(name) {
  await accessible(page, name);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await becomes(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    for (const colorScheme of PICTURES ? ["dark", "light"] : []) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${PICTURES}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
}

const questions = () => page.getByRole("list", { name: "Questions", exact: true });

async function run(name) {
  await button("New run").click();
  const dialog = page.getByRole("dialog", { name: "New run" });
  await dialog.getByLabel("Name").fill(name);
  await button("Start", dialog).click();
  await page.getByRole("row", { name }).getByText(/ms$/).waitFor();
}

test("questions are imported and asked", async () => {
  await page.goto(`/datasets/${id}`);
  await page.getByRole("link", { name: "Evaluation" }).click();
  await page.getByText("No evaluation sets yet").waitFor();
  await looked("evaluation-none");
  await button("New evaluation set").click();
  const dialog = page.getByRole("dialog", { name: "New evaluation set" });
  await dialog.getByLabel("Name").fill("About the town");
  await dialog.getByLabel("Name").press("Enter");
  await page.getByRole("heading", { name: "About the town" }).waitFor();
  const file = (text) => ({ name: "questions.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByLabel("Import questions").setInputFiles(file("question,document\nWho?,nobody.md\n"));
  await page.getByText(/line 2: no document nobody.md/).waitFor();
  await page.getByLabel("Import questions").setInputFiles(file(QUESTIONS));
  await page.getByText("2 questions", { exact: true }).waitFor();
  await becomes(() => questions().getByRole("listitem").filter({ hasText: "Where do ships sail?" }).count(), 1);
  await button("Add question").click();
  const adding = page.getByRole("dialog", { name: "Add question" });
  await adding.getByLabel("Question").fill("Who grinds?");
  await adding.getByLabel("Document of answer 1").fill("nobody.md");
  await button("Save", adding).click();
  await adding.getByText(/No document nobody\.md/).waitFor();
  await adding.getByLabel("Document of answer 1").fill("mill.md");
  await adding.getByLabel("Grade of answer 1").selectOption("3");
  await looked("evaluation-question");
  await button("Save", adding).click();
  await page.getByText("3 questions", { exact: true }).waitFor();
  await button("Edit Who grinds?").click();
  const editing = page.getByRole("dialog", { name: "Edit question" });
  await editing.getByLabel("Question").fill("What does the mill grind?");
  await button("Save", editing).click();
  await questions().getByText("What does the mill grind?").waitFor();
  await questions().getByText("mill.md · Grade 3").waitFor();
  await questions().getByText("Who grinds?").waitFor({ state: "detached" });
  await button("Delete What does the mill grind?").click();
  await page.getByText("2 questions", { exact: true }).waitFor();
  await run("before");
  await page.getByRole("row", { name: "before" }).getByText("1.000").first().waitFor();
});

test("a change is compared question by question, and what was deleted is said", async () => {
  await add("more.md", "Where do the ships sail to? Ships sail, ships sail.");
  const [mill] = (await call(page, "GET", `/datasets/${id}/documents?keyword=mill`)).data;
  await call(page, "DELETE", `/datasets/${id}/documents/${mill.id}`);
  await run("after");
  await page.getByText("1 expected answer can't be found any more").click();
  await page.getByText("mill.md: deleted").waitFor();
  const questions = page.getByRole("list", { name: "Comparison" });
  await questions.getByText("Where do ships sail?").click();
  await questions.getByText("more.md").first().waitFor();
  await page.getByText("Worse 1").waitFor();
  await looked("evaluation");
  faultless(page);
});

test("it is exported, and imported under another name", async () => {
  await page.goto(`/datasets/${id}/settings`);
  const downloading = page.waitForEvent("download");
  await button("Download export").click();
  const download = await downloading;
  assert.equal(download.suggestedFilename(), "Town.zip");
  const file = await download.path();
  await page.goto("/knowledge");
  await button("Import").click();
  const dialog = page.getByRole("dialog", { name: "Import" });
  await dialog.getByLabel("Export file").setInputFiles(file);
  await button("Import", dialog).click();
  await dialog
    .getByRole("alert")
    .getByText(/already exists/)
    .waitFor();
  await looked("knowledge-import");
  await dialog.getByLabel("Name").fill("Village");
  await button("Import", dialog).click();
  await page.getByRole("heading", { level: 1, name: "Village" }).waitFor();
  await page.getByText("Documents are found by keywords only.").waitFor();
  await page.getByRole("row", { name: /harbor\.md/ }).waitFor();
});
