// A knowledge base with an embedding model: documents in work are paused, resumed and tried again; an app answers from it
// and names its sources; settings and keys. One page; the tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, launch, openPage, signedIn } from "./browser.mjs";
import { startModels, useModels } from "./models.mjs";

const PICTURES = process.env.E2E_PICTURES;
const MODELS = "/workspaces/current/model-providers/openai_api_compatible/models";
const REFUNDS = "# Refunds\n\nIt takes seven days for a refund to reach the card.\n";
let browser;
let models;
let page;
let dataset;
let app;

before(async () => {
  [browser, models] = await Promise.all([launch(), startModels()]);
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  await useModels(page, models, "For sources");
  const rerank = { model: "scripted-rerank", model_type: "rerank" };
  await call(page, "POST", MODELS, rerank);
  const named = { provider: "openai_api_compatible" };
  const settings = [
    { ...named, model_type: "text-embedding", model: "scripted-embedding" },
    { ...named, model_type: "rerank", model: "scripted-rerank" },
  ];
  await call(page, "POST", "/workspaces/current/default-model", { model_settings: settings });
  const made = { name: "Policies", indexing_technique: "high_quality", permission: "all_team_members" };
  dataset = (await call(page, "POST", "/datasets", made)).id;
  app = (await call(page, "POST", "/apps", { name: "Desk", mode: "chat" })).id;
});

after(async () => {
  if (app) await call(page, "DELETE", `/apps/${app}`);
  if (dataset) await call(page, "DELETE", `/datasets/${dataset}`);
  await call(page, "POST", "/workspaces/current/default-model", {
    model_settings: [{ model_type: "text-embedding" }, { model_type: "rerank" }],
  });
  await browser?.close();
  await models?.stop();
});

const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const row = (name) => page.getByRole("row", { name });
const act = async (name, verb) => {
  await button(`Actions for ${name}`).click();
  await page.getByRole("menuitem", { name: verb, exact: true }).click();
};

/** The page at both widths: nothing runs off it, and axe finds nothing. */
async function looked(name) {
  await accessible(page, name);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await becomes(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true });
  }
}

test("a document that waits for the provider is paused and resumed, and one that failed is tried again", async () => {
  await page.goto(`/datasets/${dataset}`);
  const text = (name, content) => ({ name, mimeType: "text/markdown", buffer: Buffer.from(content) });
  await page
    .getByLabel("Upload files")
    .setInputFiles([
      text("refunds.md", REFUNDS),
      text("waits.md", "Shipping is for slow models."),
      text("fails.md", "Exchanges are not for models."),
    ]);
  const form = page.getByRole("dialog", { name: "Add 3 documents" });
  await form.getByText(/tokens? to embed/).waitFor();
  await button("Add 3 documents", form).click();
  const state = (name, said) => row(new RegExp(name)).getByText(said, { exact: true }).waitFor();
  await state("refunds.md", "Available");
  await act("waits.md", "Pause");
  await state("waits.md", "Paused");
  models.goOn();
  await state("fails.md", "Failed");
  await row(/fails\.md/)
    .getByText(/can't be read/)
    .waitFor();
  await looked("documents-work");
  models.goOn();
  await act("waits.md", "Resume");
  await act("fails.md", "Retry");
  await state("waits.md", "Available");
  await state("fails.md", "Available");
  faultless(page);
});

test("several documents are switched off at once", async () => {
  for (const name of ["waits.md", "fails.md"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  const bar = page.getByRole("region", { name: "Selection" });
  await bar.getByText("2 selected").waitFor();
  await button("Disable", bar).click();
  await page.getByLabel("Status").selectOption("Disabled");
  await row(/refunds\.md/).waitFor({ state: "detached" });
  await becomes(() => page.getByRole("row").count(), 3);
  faultless(page);
});

test("its settings say how it is searched, by meaning, words and a rerank model", async () => {
  const tabs = page.getByRole("navigation", { name: "Policies" });
  await tabs.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Description").fill("What customers may expect.");
  await button("Save").first().click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.getByLabel("Ranking").selectOption("Rerank model");
  await becomes(() => page.getByLabel("Rerank model").locator("option:checked").innerText(), "scripted-rerank");
  await page.getByLabel("Max results").fill("2");
  await looked("dataset-settings");
  await button("Save").last().click();
  await becomes(async () => (await call(page, "GET", `/datasets/${dataset}`)).retrieval_model_dict.top_k, 2);
  await tabs.getByRole("link", { name: "Search test" }).click();
  await page.getByLabel("Question or keywords").fill("days for a refund");
  await page.getByLabel("Question or keywords").press("Enter");
  await page.getByText("Score details").first().click();
  for (const bar of ["Keyword match", "Vector similarity", "Rerank score"])
    await page.getByRole("progressbar", { name: bar }).first().waitFor();
  await looked("search-reranked");
  faultless(page);
});

test("its model is changed while the old one answers, and what that takes is said before", async () => {
  const other = { model: "scripted-embedding-32", model_type: "text-embedding", input_price: 2 };
  await call(page, "POST", MODELS, other);
  await page.getByRole("navigation", { name: "Policies" }).getByRole("link", { name: "Settings" }).click();
  await page.reload();
  await page.getByLabel("Embedding model").selectOption("scripted-embedding-32");
  await page.getByText(/^Embeds \d+ texts with about .* Estimated cost: \$/).waitFor();
  await looked("dataset-model-cost");
  await button("Change model").click();
  await page.getByText("Building the index for scripted-embedding-32").waitFor();
  await looked("dataset-model-progress");
  const { embedding_model: before } = await call(page, "GET", `/datasets/${dataset}`);
  assert.equal(before, "scripted-embedding");
  models.goOn();
  await becomes(() => page.getByLabel("Embedding model").locator("option:checked").innerText(), other.model);
  await page.getByText("Hybrid search (scripted-embedding-32)").waitFor();
  await page.getByLabel("Keyword language").selectOption("German");
  await button("Change language").click();
  await becomes(async () => (await call(page, "GET", `/datasets/${dataset}`)).doc_language, "de");
  await becomes(() => page.getByLabel("Keyword language").locator("option:checked").innerText(), "German");
  faultless(page);
});

test("a key is shown once, opens this knowledge base, and only reads", async () => {
  await page.getByRole("navigation", { name: "Policies" }).getByRole("link", { name: "API keys" }).click();
  await button("New key").click();
  const form = page.getByRole("dialog", { name: "New key" });
  await form.getByLabel("Name").fill("Website");
  await button("Create key", form).click();
  const token = await page.getByTestId("new-key").textContent();
  await button("Done", page.getByRole("dialog")).click();
  await row(/Website/)
    .getByText("Read", { exact: true })
    .waitFor();
  await looked("dataset-keys");
  const headers = { Authorization: `Bearer ${token}` };
  const at = `${process.env.BASE_URL}/v1/datasets/${dataset}`;
  const found = await page.request.post(`${at}/retrieve`, { headers, data: { query: "refund" } });
  assert.match((await found.json()).records[0].segment.content, /seven days/);
  const written = await page.request.post(`${at}/document/create-by-text`, { headers, data: { name: "x", text: "x" } });
  assert.equal(written.status(), 403);
  await page.reload();
  await row(/Website/).waitFor();
  assert.ok(!(await page.content()).includes(token));
  await button("Revoke Website").click();
  await button("Revoke key", page.getByRole("dialog")).click();
  await page.getByText("No API keys yet").waitFor();
  faultless(page);
});

const sources = (within = page) => within.getByRole("region", { name: "Sources" });

test("an app answers from a knowledge base, and a source opens the passage", async () => {
  await page.goto(`/apps/${app}/studio`);
  await page.getByLabel("Model", { exact: true }).selectOption("scripted");
  const section = page.locator("section", { has: page.getByRole("heading", { name: "Knowledge", exact: true }) });
  await button("Add", section).click();
  const dialog = page.getByRole("dialog", { name: "Add knowledge bases" });
  await dialog.getByRole("checkbox", { name: /Policies/ }).check();
  await button("Done", dialog).click();
  await section.getByRole("link", { name: "Policies" }).waitFor();
  await section.getByText("Retrieval settings").click();
  await section.getByLabel("Max results").fill("3");
  await section.getByLabel("Documents to search").selectOption("Documents that meet conditions");
  await button("Add condition", section).click();
  await section.getByLabel("Field of condition 1").selectOption("document_name");
  await section.getByLabel("Operator of condition 1").selectOption("ends with");
  await section.getByLabel("Value of condition 1").fill(".md");
  await page.getByLabel("Ask something").fill("How many days for a refund?");
  await page.getByLabel("Ask something").press("Enter");
  await page.getByTestId("answer").getByText("It takes seven days [1].").waitFor();
  const link = sources().getByRole("link", { name: /refunds\.md/ });
  await link.getByText("Refunds", { exact: true }).waitFor();
  await page.getByTestId("answer").getByRole("link", { name: "[1]" }).waitFor();
  await looked("studio-knowledge");
  const [reader] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await reader
    .locator("mark")
    .getByText(/seven days/)
    .waitFor();
  await reader.close();
  faultless(page);
});

test("what was published answers by a key, and the logs name the sources", async () => {
  await button("Publish configuration").click();
  const dialog = page.getByRole("dialog", { name: "Publish" });
  await dialog.getByText("Knowledge", { exact: true }).waitFor();
  await button("Publish configuration", dialog).click();
  await dialog.waitFor({ state: "detached" });
  const { token } = await call(page, "POST", `/apps/${app}/api-keys`);
  const said = await page.request.post(`${process.env.BASE_URL}/v1/chat-messages`, {
    headers: { Authorization: `Bearer ${token}` },
    data: { inputs: {}, query: "How many days for a refund?", user: "reader-1" },
  });
  const { metadata } = await said.json();
  assert.equal(metadata.retriever_resources[0].document_name, "refunds.md");
  await page.goto(`/apps/${app}/logs`);
  await page.getByRole("list", { name: "Logs" }).getByRole("link").first().click();
  const link = sources().getByRole("link", { name: /refunds\.md/ });
  await page.getByRole("link", { name: "[1]", exact: true }).waitFor();
  await looked("logs-sources");
  const [reader] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await reader
    .locator("mark")
    .getByText(/seven days/)
    .waitFor();
  faultless(page);
});
