// An app is traced: a collector is set up, a test span is refused and then accepted, and the configuration is changed.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { call, faultless, launch, looked, openPage, signedIn } from "./browser.mjs";
import { startStack } from "./stack.mjs";

let collector;
let stack;
let browser;
let page;
/** What the collector has been sent: path and headers. */
const taken = [];
let status = 401;

before(async () => {
  collector = createServer((request, response) => {
    request.resume().on("end", () => {
      taken.push({ path: request.url, headers: request.headers });
      response.writeHead(status, { "Content-Type": "text/plain" }).end(status === 200 ? "" : "who are you");
    });
  });
  await new Promise((listening) => collector.listen(0, "127.0.0.1", listening));
  stack = await startStack({ NODE_ALLOWED_HOSTS: "127.0.0.1" });
  browser = await launch();
  page = await openPage(browser, stack.base);
  await signedIn(page);
});

after(async () => {
  await browser?.close();
  await stack?.stop();
  collector?.close();
});

test("a collector is set up, tried, changed and removed", async () => {
  const { id } = await call(page, "POST", "/apps", { name: "Harbour", mode: "chat" });
  await page.goto(`/apps/${id}/tracing`);
  await page.getByText("No tool is set up.").waitFor();
  await looked(page, "tracing-none");
  await page.getByRole("button", { name: "Set up OpenTelemetry" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("this is required").waitFor();
  await dialog.getByLabel("Endpoint").fill(`http://127.0.0.1:${collector.address().port}`);
  await dialog.getByLabel("Headers").fill("Authorization: Bearer secret");
  await dialog.getByLabel("Inputs and outputs").selectOption("masked");
  await dialog.getByLabel("Patterns").fill("\\d{16}");
  await looked(page, "tracing-form");
  await dialog.getByRole("button", { name: "Save" }).click();
  const section = page.locator("section", { has: page.getByRole("heading", { name: "OpenTelemetry" }) });
  await section.getByRole("button", { name: "Send a test span" }).click();
  await section.getByText("The server returned 401: who are you.").waitFor();
  status = 200;
  await section.getByRole("button", { name: "Send a test span" }).click();
  await section.getByText("Accepted").waitFor();
  await looked(page, "tracing");
  assert.equal(taken.at(-1).path, "/v1/traces");
  assert.equal(taken.at(-1).headers.authorization, "Bearer secret");
  await section.getByRole("button", { name: "Edit" }).click();
  assert.equal(await dialog.getByLabel("Headers").inputValue(), "[__HIDDEN__]");
  await dialog.getByLabel("Share of runs, in percent").fill("50");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  const configs = await call(page, "GET", `/apps/${id}/trace-configs`);
  assert.equal(configs.data[0].sampling, 0.5);
  await section.getByRole("button", { name: "Remove" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await page.getByText("No tool is set up.").waitFor();
  faultless(page);
});
