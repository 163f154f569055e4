// A knowledge base whose documents another service has: connected, searched, and given another key.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, launch, openPage, signedIn } from "./browser.mjs";

const PICTURES = process.env.E2E_PICTURES;
let browser;
let page;
let service;
const asked = [];

before(async () => {
  service = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      asked.push({ url: request.url, key: request.headers.authorization, ...JSON.parse(body) });
      const record = { content: "Parcels are sent back for free.", title: "Returns", score: 0.9, metadata: {} };
      response.setHeader("Content-Type", "application/json").end(JSON.stringify({ records: [record] }));
    });
  });
  await new Promise((done) => service.listen(0, "127.0.0.1", done));
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
});

after(async () => {
  const { data } = await call(page, "GET", "/datasets");
  for (const { id, provider } of data) if (provider === "external") await call(page, "DELETE", `/datasets/${id}`);
  await browser?.close();
  service?.close();
});

async function pictured(name) {
  await accessible(page, name);
  if (!PICTURES) return;
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${PICTURES}/${name}-${width}.png` });
  }
}

test("an external service is connected and searched", async () => {
  await page.goto("/knowledge");
  await page.getByRole("button", { name: "Create knowledge base" }).first().click();
  await page.getByRole("button", { name: "Connect an external service instead" }).click();
  const form = page.getByRole("dialog", { name: "Connect an external knowledge base" });
  await form.getByLabel("Name", { exact: true }).fill("Shop manual");
  await form.getByLabel("Service name").fill("Shop");
  await form.getByLabel("URL").fill("shop.example");
  await form.getByLabel("API key").fill("secret-1");
  await form.getByLabel("Knowledge ID").fill("manual-7");
  await form.getByRole("button", { name: "Connect" }).click();
  await form.getByText(/http:\/\/ or https:\/\//).waitFor();
  await pictured("external-connect");
  await form.getByLabel("URL").fill(`http://127.0.0.1:${service.address().port}`);
  await form.getByRole("button", { name: "Connect" }).click();
  await page.getByRole("heading", { level: 1, name: "Shop manual" }).waitFor();
  await page.getByText("External service", { exact: true }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Upload files" }).count(), 0);
  await page.getByLabel("Question or keywords").fill("What does a return cost?");
  await page.getByLabel("Question or keywords").press("Enter");
  await page.getByText("Parcels are sent back for free.").first().waitFor();
  await pictured("external-search");
  const last = asked.at(-1);
  assert.deepEqual([last.url, last.key, last.knowledge_id], ["/retrieval", "Bearer secret-1", "manual-7"]);
  faultless(page);
});

test("its key is replaced in the settings, and is never shown", async () => {
  await page.getByRole("link", { name: "Settings", exact: true }).last().click();
  const key = page.getByLabel("API key", { exact: true });
  await key.waitFor();
  assert.ok(!(await page.content()).includes("secret-1"));
  await key.fill("secret-2");
  await page.getByRole("button", { name: "Save" }).last().click();
  await page.getByText("Saved").waitFor();
  await pictured("external-settings");
  await page.getByRole("link", { name: "Search test" }).click();
  await page.getByLabel("Question or keywords").fill("What does a return cost?");
  await page.getByLabel("Question or keywords").press("Enter");
  await becomes(() => asked.at(-1).key, "Bearer secret-2");
  faultless(page);
});

test("services are listed, and one that nobody uses any more is deleted", async () => {
  await page.goto("/knowledge");
  await page.getByRole("link", { name: "External services" }).click();
  const row = page.getByRole("row", { name: /Shop/ });
  await row.getByRole("link", { name: "Shop manual" }).waitFor();
  await pictured("external-services");
  const remove = async () => {
    await page.getByRole("button", { name: "Delete Shop" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete service" }).click();
  };
  await remove();
  await page.getByRole("dialog").getByRole("alert").waitFor();
  const { data } = await call(page, "GET", "/datasets");
  await call(page, "DELETE", `/datasets/${data.find(({ name }) => name === "Shop manual").id}`);
  await page.reload();
  await remove();
  await page.getByText("No external services yet").waitFor();
  faultless(page);
});
