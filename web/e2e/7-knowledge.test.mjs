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

test("segments come from a table, all of its rows or none", async () => {
  await button("Import segments").click();
  const dialog = page.getByRole("dialog", { name: "Import segments" });
  const file = dialog.getByLabel("CSV file");
  await file.setInputFiles([chosen("segments.csv", "text/csv", `content\nGift cards last.\n${"x".repeat(40_001)}\n`)]);
  await button("Import", dialog).click();
  await dialog.getByRole("alert").waitFor();
  await looked("segments-import");
  await file.setInputFiles([chosen("segments.csv", "text/csv", "content\nGift cards last.\nVouchers expire.\n")]);
  await button("Import", dialog).click();
  await page.getByText("2 segments imported").waitFor();
  const segments = page.getByRole("list", { name: "Segments" });
  await segments.getByText("Vouchers expire.").waitFor();
  assert.equal(await segments.getByText("Gift cards last.").count(), 1);
  faultless(page);
});

const RULE = {
  mode: "hierarchical",
  rules: {
    parent_mode: "paragraph",
    segmentation: { separator: "\\n\\n", max_tokens: 500, chunk_overlap: 0 },
    subchunk_segmentation: { separator: "\\n", max_tokens: 50, chunk_overlap: 0 },
  },
};

test("child chunks are edited, added and deleted, and their segment is found by them", async () => {
  const made = await call(page, "POST", "/datasets", {
    name: "Nested",
    indexing_technique: "economy",
    permission: "all_team_members",
    doc_form: "hierarchical_model",
  });
  const { id: key, token } = await call(page, "POST", "/datasets/api-keys", {});
  const data = { name: "tools.md", text: "Hammers are heavy.\nSaws are sharp.", process_rule: RULE };
  const headers = { Authorization: `Bearer ${token}` };
  const reply = await page.request.post(`/v1/datasets/${made.id}/document/create-by-text`, { headers, data });
  assert.equal(reply.status(), 200, await reply.text());
  const { document } = await reply.json();
  await becomes(async () => (await call(page, "GET", `/datasets/${made.id}/indexing-status`)).data.length, 0);
  const hits = async (query) => {
    const { records } = await call(page, "POST", `/datasets/${made.id}/hit-testing`, { query });
    return records.length;
  };
  await page.goto(`/datasets/${made.id}/documents/${document.id}`);
  await page.getByRole("tab", { name: "Segments" }).click();
  await page.getByText("2 child chunks").click();
  const children = page.getByRole("list", { name: "Child chunks of segment 1" });
  await button("Edit child chunk 1").click();
  const dialog = page.getByRole("dialog", { name: "Edit child chunk 1" });
  await dialog.getByLabel("Text").fill("Mallets are wooden.");
  await button("Save", dialog).click();
  await children.getByText("Mallets are wooden.").waitFor();
  await children.getByText("Edited").waitFor();
  assert.deepEqual([await hits("mallets"), await hits("hammers")], [1, 0]);
  await button("Add child chunk").click();
  const adding = page.getByRole("dialog", { name: "Add child chunk" });
  await adding.getByLabel("Text").fill("Pliers grip.");
  await button("Save", adding).click();
  await page.getByText("3 child chunks").waitFor();
  assert.equal(await hits("pliers"), 1);
  await looked("children");
  await button("Delete child chunk 3").click();
  const sure = page.getByRole("dialog", { name: "Delete child chunk 3?" });
  await button("Delete child chunk", sure).click();
  await page.getByText("2 child chunks").waitFor();
  assert.equal(await hits("pliers"), 0);
  await call(page, "DELETE", `/datasets/${made.id}`);
  await call(page, "DELETE", `/datasets/api-keys/${key}`);
  faultless(page);
});

test("metadata fields are added and renamed, and a document gets values", async () => {
  const { data } = await call(page, "GET", "/datasets");
  await page.goto(`/datasets/${data[0].id}`);
  const tabs = page.getByRole("navigation", { name: "Manuals" });
  await tabs.getByRole("link", { name: "Metadata" }).click();
  await page.getByText("No metadata fields yet").waitFor();
  await looked("metadata-none");
  for (const [name, type] of [
    ["author", "Text"],
    ["pages", "Number"],
    ["printed", "Date"],
  ]) {
    await button("Add field").click();
    const form = page.getByRole("dialog", { name: "Add field" });
    await form.getByLabel("Name").fill(name);
    await form.getByLabel("Type").selectOption(type);
    await button("Add", form).click();
    await row(new RegExp(`^${name} `)).waitFor();
  }
  await button("Add field").click();
  const again = page.getByRole("dialog", { name: "Add field" });
  await again.getByLabel("Name").fill("author");
  await button("Add", again).click();
  await again.getByRole("alert").waitFor();
  await button("Cancel", again).click();
  await button("Actions for pages").click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  const renaming = page.getByRole("dialog", { name: "Rename pages" });
  await renaming.getByLabel("Name").fill("length");
  await button("Save", renaming).click();
  await row(/^length /).waitFor();
  await tabs.getByRole("link", { name: "Documents" }).click();
  await page.getByRole("link", { name: "returns.md" }).click();
  await page.getByRole("tab", { name: "Metadata" }).click();
  const values = page.getByRole("tabpanel", { name: "Metadata" });
  await values.getByLabel("author").fill("Ada");
  await values.getByLabel("length").fill("12");
  await values.getByLabel("printed").fill("2026-11-30");
  await button("Save", values).click();
  await page.getByText("Saved").waitFor();
  await looked("document-metadata");
  const found = await call(page, "GET", `/datasets/${data[0].id}/documents`);
  assert.deepEqual(
    found.data[0].doc_metadata.map(({ name, value }) => [name, value]),
    [
      ["author", "Ada"],
      ["length", 12],
      ["printed", Date.UTC(2026, 10, 30) / 1000],
    ],
  );
  await page.goto(`/datasets/${data[0].id}/metadata`);
  await row(/^author Text 1/).waitFor();
  await looked("metadata");
  await button("Actions for length").click();
  await page.getByRole("menuitem", { name: "Delete field" }).click();
  await button("Delete field", page.getByRole("dialog", { name: "Delete length?" })).click();
  await row(/^length /).waitFor({ state: "detached" });
  faultless(page);
});

test("a check finds nothing wrong", async () => {
  await page.getByRole("navigation", { name: "Manuals" }).getByRole("link", { name: "Settings" }).click();
  await button("Check now").click();
  await page.getByText("No problems found.").waitFor();
  await looked("dataset-check");
  faultless(page);
});

test("a private knowledge base whose owner has left is taken over", async () => {
  // Nobody can leave a workspace here yet: the list says of one that its owner has.
  let left = true;
  const lost = { name: "Left behind", author_name: "Bob", permission: "only_me", created_at: 0, updated_at: 0 };
  const id = "0190d5a0-0000-7000-8000-000000000001";
  await page.route("**/console/api/datasets?*include_all=true*", async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    if (left) body.data.push({ ...lost, id, is_private: true, owner_left: true, created_by: null });
    await route.fulfill({ response, json: body });
  });
  await page.route(`**/console/api/datasets/${id}/take-over`, async (route) => {
    left = false;
    await route.fulfill({ json: { ...lost, id } });
  });
  await page.goto("/knowledge");
  await row(/Manuals/).waitFor();
  await page.getByRole("checkbox", { name: "Show other members' private ones" }).check();
  await row(/Left behind/)
    .getByText("Owner left")
    .waitFor();
  await page.waitForURL(/all=true/);
  assert.equal(await page.getByRole("link", { name: "Left behind" }).count(), 0);
  await looked("knowledge-left");
  await button("Take over Left behind").click();
  const dialog = page.getByRole("dialog", { name: "Take over Left behind?" });
  await accessible(page, "taking over");
  await button("Take over", dialog).click();
  await page.getByText("You are the owner of Left behind now").waitFor();
  await row(/Left behind/).waitFor({ state: "detached" });
  await page.unrouteAll({ behavior: "wait" });
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
  // As if somebody else had added it who can't read it any more.
  const bound = { id: data[0].id, name: "Manuals", bound_by: { id: app.id, name: "Bob" }, lost_access: true };
  await page.route(`**/console/api/apps/${app.id}/datasets`, (route) => route.fulfill({ json: { data: [bound] } }));
  await page.goto(`/apps/${app.id}/studio`);
  await page.getByText("Bob added it and can no longer read it", { exact: false }).waitFor();
  await looked("studio-lost-access");
  await page.unrouteAll({ behavior: "wait" });
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
