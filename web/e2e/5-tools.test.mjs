// MCP servers: added, tested, allowed to an agent, called by it, and removed. One page; the tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, launch, openPage, signedIn } from "./browser.mjs";
import { startTools } from "./mcp.mjs";
import { startModels, useModels } from "./models.mjs";

const KEY = "Bearer sums-0123456789";
const SERVERS = "/workspaces/current/tool-provider/mcp";
let browser;
let models;
let tools;
let page;

before(async () => {
  [browser, models, tools] = await Promise.all([launch(), startModels(), startTools(KEY)]);
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  const { data } = await call(page, "GET", SERVERS);
  for (const { id } of data) await call(page, "DELETE", `${SERVERS}/${id}`);
});

after(async () => {
  await browser?.close();
  await models?.stop();
  await tools?.stop();
});

const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const toolList = () => page.getByRole("list", { name: "Tools of Sums" });

test("a server is added once it answers, and its secret is never shown again", async () => {
  await page.goto("/apps");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tools" }).click();
  await page.getByText("No MCP servers yet").waitFor();
  await accessible(page, "tools, none");
  await button("Add MCP server").click();
  const form = page.getByRole("dialog", { name: "Add MCP server" });
  await button("Save", form).click();
  await form.getByText("Enter a name.").waitFor();
  await form.getByText(/Enter a URL that starts with/).waitFor();
  await form.getByLabel("Name", { exact: true }).fill("Sums");
  await form.getByLabel("URL").fill(tools.url);
  await button("Save", form).click();
  await form.getByRole("alert").getByText(/401/).waitFor();
  await button("Add header", form).click();
  await becomes(() => form.getByLabel("Name of header 1").inputValue(), "Authorization");
  await button("Save", form).click();
  await form.getByText("Enter a value.").waitFor();
  await accessible(page, "an MCP server");
  await form.getByLabel("Value of Authorization").fill(KEY);
  await form.getByLabel("Value of Authorization").press("Enter");
  await form.waitFor({ state: "detached" });
  await page.getByText("Sums saved: 6 tools").waitFor();
  await page.getByRole("link", { name: "Sums", exact: true }).click();
  await page.waitForURL(/server=/);
  await page.reload();
  await page.locator("section[aria-current]").getByRole("heading", { name: "Sums" }).waitFor();
  await page.getByText("6 tools", { exact: true }).click();
  await toolList().getByText("The sum of two numbers.").waitFor();
  await toolList().getByText("a*", { exact: true }).waitFor();
  await page.reload();
  await page.getByText("6 tools", { exact: true }).waitFor();
  assert.ok(!(await page.content()).includes("sums-0123456789"));
  await accessible(page, "tools");
  faultless(page);
});

test("it is renamed with its secret kept, and to another host the secret does not go", async () => {
  await button("Edit Sums").click();
  const form = page.getByRole("dialog", { name: "Edit Sums" });
  await becomes(() => form.getByLabel("Value of Authorization").inputValue(), "");
  await form.getByLabel("URL").fill(tools.url.replace("127.0.0.1", "localhost"));
  await form.getByText("The host has changed. Enter the value again, or remove the header.").waitFor();
  await button("Save", form).click();
  await form.getByLabel("URL").fill(tools.url);
  await form.getByLabel("Name", { exact: true }).fill("Sums of two");
  await button("Save", form).click();
  await button("Edit Sums of two").click();
  await page.getByLabel("Name", { exact: true }).fill("Sums");
  await page.getByLabel("Name", { exact: true }).press("Enter");
  await button("Test Sums").click();
  await page.getByText("Sums is healthy: 6 tools").waitFor();
  faultless(page);
});

test("an instance admin allows the host that a test was not let go to", async () => {
  const details = [{ path: "", message: "private", host: "sums.internal", port: 8080 }];
  const refused = { ok: false, error: "sums.internal is private", details, tools: [] };
  await page.route("**/mcp/*/test", (route) => route.fulfill({ json: refused }), { times: 1 });
  await button("Test Sums").click();
  await button("Allow sums.internal:8080").click();
  // Allowed, it is tested once more.
  await button("Allow sums.internal:8080").waitFor({ state: "detached" });
  const hosts = "/operations/allowed-hosts";
  const { data } = await call(page, "GET", hosts);
  assert.ok(data.some(({ host, port }) => host === "sums.internal" && port === 8080));
  await call(page, "DELETE", `${hosts}?host=sums.internal&port=8080`);
  faultless(page);
});

test("one that is away says so, and keeps its tools until it is back", async () => {
  const { port } = new URL(tools.url);
  await tools.stop();
  await button("Test Sums").click();
  await page.getByText("Failing", { exact: true }).waitFor();
  await page.getByRole("alert").waitFor();
  await page.getByText("6 tools", { exact: true }).waitFor();
  await accessible(page, "tools, one fails");
  tools = await startTools(KEY, port);
  await button("Test Sums").click();
  await page.getByText("Healthy", { exact: true }).waitFor();
  faultless(page);
});

test("an agent calls what its studio allows", async () => {
  await useModels(page, models, "For tools");
  const { id } = await call(page, "POST", "/apps", { name: "Calculator", mode: "agent-chat" });
  await page.goto(`/apps/${id}/studio`);
  await page.getByLabel("Model", { exact: true }).selectOption("scripted");
  await page.getByRole("checkbox", { name: /^add/ }).check();
  await page.getByText("1 of 6 allowed").waitFor();
  await accessible(page, "the tools of an agent");
  await page.getByLabel("Ask something").fill("What is the sum of 2 and 40?");
  await page.getByLabel("Ask something").press("Enter");
  await page.getByRole("list", { name: "Steps" }).getByText("Sums_add", { exact: true }).waitFor();
  await page
    .getByTestId("answer")
    .getByText(/It is .*42/)
    .waitFor();
  await button("Allow all").click();
  await page.getByText("6 of 6 allowed").waitFor();
  await button("Allow none").click();
  await page.getByRole("checkbox", { name: /^greet/ }).check();
  faultless(page);
});

test("a tool that is gone is refused by name, and can be taken out", async () => {
  const studio = page.url();
  await page.goto("/tools");
  await button("Remove Sums").click();
  await accessible(page, "removing a server");
  await button("Remove server").click();
  await page.getByText("No MCP servers yet").waitFor();
  await page.goto(studio);
  const lost = page.getByRole("checkbox", { name: "greet (server no longer exists)" });
  const dialog = page.getByRole("dialog", { name: "Publish" });
  const publish = dialog.getByRole("button", { name: "Publish configuration", exact: true });
  await button("Publish configuration").click();
  await publish.click();
  await dialog
    .getByRole("alert")
    .getByText(/MCP server not found/)
    .waitFor();
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
  await lost.click();
  await lost.waitFor({ state: "detached" });
  await button("Publish configuration").click();
  await publish.click();
  await page.getByText("Configuration published").waitFor();
  faultless(page);
});

test("servers that cannot be listed say why, and are asked for again", async () => {
  const list = "**/tool-provider/mcp?*";
  await page.route(list, (route) => route.abort());
  await page.goto("/tools");
  await page.getByRole("alert").getByText("network_error").waitFor();
  await page.unroute(list);
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await page.getByText("No MCP servers yet").waitFor();
});
