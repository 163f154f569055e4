// The steps of a knowledge base: one is added, tried on a document, saved, and used for all documents.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, launch, openPage, signedIn } from "./browser.mjs";
import { startModels, useModels } from "./models.mjs";

const PICTURES = process.env.E2E_PICTURES;
const LETTER = "# Returns\n\nWrite to ann@example.com, or call the shop.";
let browser;
let page;
let dataset;
let models;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  const made = await call(page, "POST", "/datasets", { name: "Letters", indexing_technique: "economy" });
  dataset = made.id;
});

after(async () => {
  if (dataset) await call(page, "DELETE", `/datasets/${dataset}`);
  // What comes after chooses its own.
  if (models)
    await call(page, "POST", "/workspaces/current/default-model", { model_settings: [{ model_type: "llm" }] });
  await browser?.close();
  await models?.stop();
});

const documents = async () => (await call(page, "GET", `/datasets/${dataset}/documents`)).data;

async function pictured(name) {
  await accessible(page, name);
  if (!PICTURES) return;
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true });
  }
}

test("a step is tried before it is saved, and then used for all documents", async () => {
  await page.goto(`/datasets/${dataset}`);
  const file = { name: "returns.md", mimeType: "text/markdown", buffer: Buffer.from(LETTER) };
  await page.getByLabel("Upload files").setInputFiles([file]);
  await page.getByRole("dialog").getByRole("button", { name: "Add 1 document" }).click();
  await becomes(async () => (await documents()).map((each) => each.indexing_status).join(), "completed");
  await page.getByRole("link", { name: "Pipeline" }).click();
  await page.getByRole("heading", { name: "Version 1" }).waitFor();
  await page.getByRole("checkbox", { name: /^Metadata/ }).check();
  await page.getByText("This knowledge base has no metadata fields.", { exact: false }).waitFor();
  assert.ok(await page.getByRole("button", { name: "Save as a new version" }).isDisabled());
  await page.getByRole("checkbox", { name: /^Metadata/ }).uncheck();
  await page.getByRole("checkbox", { name: /^Redact/ }).check();
  await page.getByRole("button", { name: "Try", exact: true }).click();
  await page.getByText("1 place is masked.", { exact: false }).waitFor();
  assert.ok(!(await page.locator("main").textContent()).includes("ann@example.com"));
  await page.getByLabel("Splitting").selectOption("Custom");
  await page.getByLabel("Max length (tokens)").fill("10");
  await page.getByText("Enter 50 to 4000.").waitFor();
  assert.ok(await page.getByRole("button", { name: "Save as a new version" }).isDisabled());
  await page.getByLabel("Max length (tokens)").fill("60");
  await pictured("pipeline");
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByText(/Version \d+ saved/).waitFor();
  await page.getByRole("button", { name: "Index all documents again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Index again" }).click();
  await becomes(async () => {
    const path = `/datasets/${dataset}/documents/${(await documents())[0].id}/segments`;
    const { data } = await call(page, "GET", path);
    return data.some(({ content }) => content.includes("ann@example.com"));
  }, false);
  faultless(page);
});

test("new documents are split by the pipeline, and go through its other steps", async () => {
  await page.getByRole("link", { name: "Documents" }).click();
  const file = { name: "again.md", mimeType: "text/markdown", buffer: Buffer.from(LETTER) };
  await page.getByLabel("Upload files").setInputFiles([file]);
  const form = page.getByRole("dialog");
  await becomes(() => form.getByLabel("Max length (tokens)").inputValue(), "60");
  await form.getByRole("button", { name: "Add 1 document" }).click();
  await becomes(async () => (await documents()).map((each) => each.indexing_status), ["completed", "completed"]);
  const { id } = (await documents()).find(({ name }) => name === "again.md");
  const { data } = await call(page, "GET", `/datasets/${dataset}/documents/${id}/segments`);
  assert.ok(!data.some(({ content }) => content.includes("ann@example.com")));
  // The version that was saved before is still the newest.
  const { data: versions } = await call(page, "GET", `/datasets/${dataset}/pipelines`);
  assert.deepEqual([versions.length, versions[0].steps.some(({ type }) => type === "redact")], [2, true]);
  faultless(page);
});

test("what steps that use a model would take is said before they are used", async () => {
  models = await startModels();
  await useModels(page, models, "For pipelines");
  const chosen = { model_type: "llm", provider: "openai_api_compatible", model: "scripted" };
  await call(page, "POST", "/workspaces/current/default-model", { model_settings: [chosen] });
  await page.goto(`/datasets/${dataset}/pipeline`);
  await page.getByRole("checkbox", { name: /^Summary/ }).check();
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByRole("heading", { name: "Version 3" }).waitFor();
  await page.getByRole("button", { name: "Index all documents again" }).click();
  const asked = page.getByRole("dialog").getByRole("region", { name: "Steps that use a model" });
  await asked.getByText(/Summary \(scripted\): up to 4 requests, about \d+ tokens/).waitFor();
  await pictured("pipeline-apply");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("link", { name: "Documents" }).click();
  const file = { name: "more.md", mimeType: "text/markdown", buffer: Buffer.from(LETTER) };
  await page.getByLabel("Upload files").setInputFiles([file]);
  await asked.getByText(/Summary \(scripted\): up to 2 requests, about \d+ tokens/).waitFor();
  await pictured("documents-add-steps");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  faultless(page);
});
