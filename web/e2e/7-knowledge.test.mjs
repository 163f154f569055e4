// Knowledge bases: created, filled, searched, and a citation opened. One page; the tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, launch, openPage, signedIn } from "./browser.mjs";
import { startModels, useModels } from "./models.mjs";

const MANUAL = `# Returns

Parcels can be sent back.

## Refunds

退款 takes seven days – a refund goes to the card that was used.

## Exchanges

A size is exchanged once, without a fee.

## Shipping

${"Shipping takes two days on the mainland. ".repeat(120)}
`;
const PICTURES = process.env.E2E_PICTURES;
let browser;
let models;
let page;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  const { data } = await call(page, "GET", "/datasets");
  for (const { id } of data) await call(page, "DELETE", `/datasets/${id}`);
  // Whatever models other tests have brought.
  await call(page, "POST", "/workspaces/current/default-model", { model_settings: [{ model_type: "text-embedding" }] });
});

after(async () => {
  await browser?.close();
  await models?.stop();
});

const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const row = (name) => page.getByRole("row", { name });
const results = () => page.getByRole("list", { name: "Results" });

/** The page at both widths: nothing runs off it, and axe finds nothing. */
async function looked(name) {
  await accessible(page, name);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await becomes(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true });
  }
}

test("a knowledge base is created without any model", async () => {
  await page.goto("/apps");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Knowledge" }).click();
  await page.getByText("No knowledge bases yet").waitFor();
  await looked("knowledge-none");
  await button("Create knowledge base").click();
  const form = page.getByRole("dialog", { name: "Create knowledge base" });
  await form.getByText(/set a default embedding model/).waitFor();
  await becomes(() => form.getByLabel("Search method").locator("option").allInnerTexts(), ["Keyword search"]);
  await button("Create", form).click();
  await form.getByText("Enter a name.").waitFor();
  await accessible(page, "a new knowledge base");
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/knowledge-create-1280.png` });
  await form.getByLabel("Name").fill("Manuals");
  await form.getByLabel("Name").press("Enter");
  await page.getByRole("heading", { level: 1, name: "Manuals" }).waitFor();
  await page.getByText("No documents yet").waitFor();
  await looked("documents-none");
  faultless(page);
});

const chosen = (name, mimeType, text) => ({ name, mimeType, buffer: Buffer.from(text) });

test("before files become documents, it is shown how they would be split", async () => {
  await page.getByLabel("Upload files").setInputFiles([chosen("returns.md", "text/markdown", MANUAL)]);
  const form = page.getByRole("dialog", { name: "Add 1 document" });
  const preview = form.getByRole("region", { name: "Preview of the segments" });
  await preview.getByText(/takes seven days/).waitFor();
  await form.getByText(/no embedding needed/).waitFor();
  const source = async () => (await preview.innerText()).replace(/\s+/g, " ");
  assert.match(await source(), /Returns Parcels can be sent back\./);
  const counted = async () =>
    Number(
      (
        await form
          .getByText(/\d+ segments?/)
          .first()
          .innerText()
      ).match(/\d+/)[0],
    );
  const before = await counted();
  await form.getByLabel("Splitting").selectOption("Custom");
  await form.getByLabel("Max length (tokens)").fill("20");
  await form.getByText("Enter 50 to 4000.").waitFor();
  await form.getByLabel("Max length (tokens)").fill("60");
  await form.getByLabel("Overlap (tokens)").fill("10");
  await becomes(async () => (await counted()) > before, true);
  await looked("documents-add");
  await form.getByLabel("Splitting").selectOption("Automatic");
  await form.getByLabel("Folder").fill("guides");
  await button("Add 1 document", form).click();
  await row(/returns\.md/)
    .getByText("Available")
    .waitFor();
  faultless(page);
});

test("what cannot be read says why, before and after", async () => {
  await page
    .getByLabel("Upload files")
    .setInputFiles([chosen("broken.pdf", "application/pdf", "%PDF-1.4 nothing else")]);
  const form = page.getByRole("dialog", { name: "Add 1 document" });
  await form.getByRole("alert").waitFor();
  await button("Add 1 document", form).click();
  await row(/broken\.pdf/)
    .getByText("Failed")
    .waitFor();
  // The figures of the whole follow.
  await page.getByText(/^[1-9][\d,]* characters$/).waitFor();
  await looked("documents");
  await button("Actions for broken.pdf").click();
  await page.getByRole("menuitem", { name: "Retry" }).waitFor();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await button("Delete document", page.getByRole("dialog")).click();
  await row(/broken\.pdf/).waitFor({ state: "detached" });
  faultless(page);
});

test("a disabled document is not found, an enabled one is", async () => {
  const change = async (verb) => {
    await button("Actions for returns.md").click();
    await page.getByRole("menuitem", { name: verb }).click();
  };
  await change("Disable");
  await row(/returns\.md/)
    .getByText("Disabled")
    .waitFor();
  await page.getByRole("link", { name: "Search test" }).click();
  await page.getByLabel("Question or keywords").fill("parcels");
  await page.getByLabel("Question or keywords").press("Enter");
  await page.getByRole("status").getByText("No results").waitFor();
  await page.getByRole("navigation", { name: "Manuals" }).getByRole("link", { name: "Documents" }).click();
  await change("Enable");
  await row(/returns\.md/)
    .getByText("Available")
    .waitFor();
  faultless(page);
});

test("a search says why it found something, and its citation opens the exact range", async () => {
  await page.getByRole("link", { name: "Search test" }).click();
  await page.getByLabel("Question or keywords").fill("refund card");
  await button("Search").click();
  await results()
    .getByText(/takes seven days/)
    .waitFor();
  await page.waitForURL(/query=/);
  await results().getByText("Score details").first().click();
  const matched = page.getByRole("list", { name: "Matched keywords" }).first();
  await matched.getByText("card", { exact: true }).waitFor();
  await looked("search");
  const link = results().getByRole("link", { name: "returns.md" }).first();
  const href = await link.getAttribute("href");
  const id = page.url().match(/datasets\/([^/]+)/)[1];
  const { records } = await call(page, "POST", `/datasets/${id}/hit-testing`, { query: "refund card" });
  const { citation } = records[0];
  const address = (url) => {
    const { pathname, searchParams } = new URL(url, page.url());
    return [pathname, ...["segment", "start", "end"].map((key) => searchParams.get(key)?.replaceAll('"', ""))];
  };
  assert.deepEqual(address(href), address(citation.url));
  // As somebody comes who has the link from an answer.
  const { pathname, search } = new URL(citation.url, page.url());
  await page.goto(pathname + search);
  const cited = Buffer.from(MANUAL).subarray(citation.start, citation.end).toString();
  assert.ok(cited.length < MANUAL.length / 2);
  await becomes(async () => (await page.locator("mark").textContent()).trim(), cited.trim());
  await looked("reader");
  await button("Show more text").click();
  await button("Show more text").waitFor({ state: "detached" });
  // Cut in two, it is whole again.
  const text = page.getByRole("tabpanel", { name: "Text" });
  await becomes(async () => (await text.textContent()).split("Shipping takes two days on the mainland.").length, 121);
  await page.getByRole("tab", { name: "Segments" }).click();
  await page
    .locator("li[aria-current]")
    .getByText(/takes seven days/)
    .waitFor();
  await looked("segments");
  faultless(page);
});

test("a segment is edited, and found by its new words", async () => {
  await button("Actions for segment 1").click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit segment 1" });
  await accessible(page, "a segment");
  await dialog.getByLabel("Text").fill("Umbrellas are never taken back.");
  await button("Save", dialog).click();
  const first = page.getByRole("list", { name: "Segments" }).getByRole("listitem").first();
  await first.getByText("Edited").waitFor();
  const id = page.url().match(/datasets\/([^/]+)/)[1];
  const { records } = await call(page, "POST", `/datasets/${id}/hit-testing`, { query: "umbrellas" });
  assert.equal(records[0].segment.content, "Umbrellas are never taken back.");
  faultless(page);
});

test("one that an app uses stays, and says which app that is", async () => {
  models = await startModels();
  await useModels(page, models, "For knowledge");
  const app = await call(page, "POST", "/apps", { name: "Reader", mode: "chat" });
  const { data } = await call(page, "GET", "/datasets");
  await call(page, "POST", `/apps/${app.id}/model-config`, {
    model: { provider: "openai_api_compatible", name: "scripted" },
    dataset_configs: { datasets: { datasets: [{ dataset: { id: data[0].id, enabled: true } }] } },
  });
  await page.goto("/knowledge");
  await button("Delete Manuals").click();
  const dialog = page.getByRole("dialog", { name: "Delete Manuals?" });
  await button("Delete knowledge base", dialog).click();
  await dialog
    .getByRole("alert")
    .getByText(/Reader/)
    .waitFor();
  await accessible(page, "a knowledge base in use");
  await call(page, "DELETE", `/apps/${app.id}`);
  faultless(page);
});

test("a knowledge base is deleted", async () => {
  await page.goto("/knowledge");
  await row(/Manuals/).waitFor();
  await looked("knowledge");
  await button("Delete Manuals").click();
  await button("Delete knowledge base", page.getByRole("dialog", { name: "Delete Manuals?" })).click();
  await page.getByText("No knowledge bases yet").waitFor();
  faultless(page);
});
