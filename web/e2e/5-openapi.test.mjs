// OpenAPI tools: added by URL, tested, changed by their document and confirmed, offered to an agent, and removed.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, launch, openPage, signedIn } from "./browser.mjs";

const APIS = "/workspaces/current/tool-provider/api";
const SECRET = "harbor-0123456789";
let browser;
let page;
let server;
let url;
const tides = { get: { operationId: "tides", summary: "When the water comes" } };
const paths = { "/tides": tides, "/ships": { post: { operationId: "addShip" } } };

before(async () => {
  server = createServer((request, response) => {
    const document = {
      openapi: "3.1.0",
      info: { title: "Harbor", version: "1" },
      servers: [{ url: "/v1" }],
      paths,
      components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
    };
    const told = request.url === "/openapi.json" ? document : { at: "12:40", key: request.headers["x-key"] };
    response.setHeader("Content-Type", "application/json").end(JSON.stringify(told));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  const { data } = await call(page, "GET", APIS);
  for (const { id } of data) await call(page, "DELETE", `${APIS}/${id}`);
});

after(async () => {
  await browser?.close();
  server?.close();
});

const button = (name, within = page) => within.getByRole("button", { name, exact: true });

test("a document is read, and operations of it become tools", async () => {
  await page.goto("/tools");
  await button("Add OpenAPI tools").click();
  const form = page.getByRole("dialog", { name: "Add OpenAPI tools" });
  await form.getByLabel("Document or URL").fill("no document");
  await button("Next", form).click();
  await form.getByRole("alert").waitFor();
  await form.getByLabel("Document or URL").fill(`${url}/openapi.json`);
  await button("Next", form).click();
  await becomes(() => form.getByLabel("Name", { exact: true }).inputValue(), "Harbor");
  await becomes(() => form.getByLabel("Server").inputValue(), `${url}/v1`);
  await button("Save", form).click();
  await form.getByText("Select at least one operation.").waitFor();
  await form.getByRole("checkbox", { name: /tides/ }).check();
  await form.getByLabel("Authentication").selectOption("header");
  await form.getByLabel("Value").fill(SECRET);
  await accessible(page, "OpenAPI tools, a document");
  await button("Save", form).click();
  await page.getByText("Harbor saved: 1 tool").waitFor();
  await accessible(page, "OpenAPI tools");
});

test("a tool is tested, and its secret is not shown", async () => {
  await button("Test Harbor").click();
  const form = page.getByRole("dialog", { name: "Test Harbor" });
  await form.getByLabel("Arguments (JSON)").fill("[]");
  await button("Test", form).click();
  await form.getByText("Enter a JSON object.").waitFor();
  await form.getByLabel("Arguments (JSON)").fill("{}");
  await button("Test", form).click();
  await form.getByText(/12:40/).waitFor();
  assert.ok(!(await page.content()).includes(SECRET));
  await accessible(page, "OpenAPI tools, a test");
  await button("Close", form).last().click();
});

test("what the document changes waits to be confirmed", async () => {
  tides.get.summary = "When the water goes";
  await button("Refresh Harbor").click();
  await page.getByText("Harbor: 1 change to review").waitFor();
  await button("Review 1 change").click();
  const form = page.getByRole("dialog", { name: "Changes to Harbor" });
  await form.getByText("− When the water comes").waitFor();
  await form.getByText("+ When the water goes").waitFor();
  await accessible(page, "OpenAPI tools, changes");
  await button("Confirm changes", form).click();
  await page.getByText("Harbor updated").waitFor();
  await page.getByRole("list", { name: "Tools of Harbor" }).getByText("When the water goes").waitFor();
  await button("Review 1 change").waitFor({ state: "detached" });
});

test("operations are chosen anew with the secret kept", async () => {
  await button("Edit Harbor").click();
  const form = page.getByRole("dialog", { name: "Edit Harbor" });
  await form.getByRole("checkbox", { name: /addShip/ }).check();
  await becomes(() => form.getByLabel("Value").inputValue(), "");
  await button("Save", form).click();
  await page.getByText("Harbor saved: 2 tools").waitFor();
  const { data } = await call(page, "GET", APIS);
  assert.equal(data[0].auth.name, "X-Key");
});

test("an agent is offered them", async () => {
  const { id } = await call(page, "POST", "/apps", { name: "Pilot", mode: "agent-chat" });
  await page.goto(`/apps/${id}/studio`);
  const choice = page.getByRole("group", { name: "Harbor" });
  await choice.getByRole("checkbox", { name: /tides/ }).check();
  await page.getByText(/no longer/).waitFor({ state: "detached" });
  await call(page, "DELETE", `/apps/${id}`);
});

test("they are removed", async () => {
  await page.goto("/tools");
  await button("Remove Harbor").click();
  await button("Remove tools", page.getByRole("alertdialog").or(page.getByRole("dialog"))).click();
  await page.getByText("Harbor removed").waitFor();
  assert.deepEqual((await call(page, "GET", APIS)).data, []);
  faultless(page);
});
