// From a model provider to answers: configured, tried, published, asked by a key, and found in the logs. One page; the
// tests build on each other.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import {
  accessible,
  becomes,
  call,
  endSessionAt,
  faultless,
  focused,
  launch,
  OWNER,
  openPage,
  signedIn,
} from "./browser.mjs";
import { startCable } from "./cable.mjs";
import { publish } from "./explorer.mjs";
import { startModels } from "./models.mjs";

const PROVIDER = "/workspaces/current/model-providers/openai_api_compatible";
let browser;
let models;
let page;
let agent;

before(async () => {
  [browser, models] = await Promise.all([launch(), startModels()]);
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  const { data } = await call(page, "GET", "/workspaces/current/model-providers");
  const known = data.find((each) => each.provider === "openai_api_compatible").custom_configuration;
  for (const { credential_id } of known.available_credentials)
    await call(page, "DELETE", `${PROVIDER}/credentials`, { credential_id });
  agent = (await call(page, "POST", "/apps", { name: "Guide", mode: "agent-chat" })).id;
  const at = `/apps/${agent}/assets`;
  const { node } = await call(page, "POST", `${at}/files/upload`, { name: "cities.md", size: 0 });
  await call(page, "PUT", `${at}/files/${node.id}`, { content: "# Graz\n" });
  await publish(page, agent, "");
});

after(async () => {
  await browser?.close();
  await models?.stop();
});

const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const answers = () => page.getByTestId("answer");
const ask = async (question) => {
  // While an answer is under way, Enter asks nothing.
  await button("Send").waitFor();
  await page.getByLabel("Ask something").fill(question);
  await page.getByLabel("Ask something").press("Enter");
};
const steps = () => page.getByRole("list", { name: "Steps" });

test("credentials are tried out before they are kept, and never shown again", async () => {
  await page.goto("/settings");
  await page.getByRole("link", { name: "Model providers" }).click();
  await button("Add credentials for OpenAI-compatible").click();
  const form = page.getByRole("dialog", { name: "Credentials for OpenAI-compatible" });
  await button("Test connection", form).click();
  await form.getByText("This field is required.").waitFor();
  await form.getByLabel("Name", { exact: true }).fill("Scripted");
  await form.getByLabel("Base URL").fill(models.url);
  await form.getByLabel("API key").fill("sk-wrong");
  await button("Test connection", form).click();
  await form.getByText(/rejected the API key/).waitFor();
  await form.getByLabel("API key").fill(models.key);
  await button("Test connection", form).click();
  await form.getByText("Connection successful").waitFor();
  await accessible(page, "credentials");
  await button("Save", form).click();
  await form.waitFor({ state: "detached" });
  await button("Edit Scripted").click();
  await page.getByText("Leave empty to keep sk-…cdef.").waitFor();
  assert.ok(!(await page.content()).includes(models.key));
  await focused(page.getByRole("dialog"), ":focus-within");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  faultless(page);
});

test("models are switched off, added, and one is the default", async () => {
  await page.getByText("Models of OpenAI-compatible").click();
  const model = page.getByRole("checkbox", { name: "scripted", exact: true });
  await model.click();
  const usable = page.getByLabel("Chat", { exact: true }).locator("option", { hasText: /^scripted$/ });
  await usable.waitFor({ state: "detached" });
  await model.click();
  await page.getByLabel("Chat", { exact: true }).selectOption("scripted");
  await page.getByText("Default model saved").waitFor();
  await button("Add a model").click();
  const form = page.getByRole("dialog", { name: "Add a model" });
  await form.getByLabel("Model name").fill("mine");
  await form.getByLabel("Context size in tokens").fill("8192");
  await button("Save", form).click();
  await page.getByRole("checkbox", { name: "mine" }).waitFor();
  await accessible(page, "model providers");
  await button("Remove mine").click();
  await page.getByRole("checkbox", { name: "mine" }).waitFor({ state: "detached" });
  faultless(page);
});

test("an agent is configured; what is not published outlives the page", async () => {
  await page.goto(`/apps/${agent}`);
  await page.waitForURL(/\/studio$/);
  await page.getByLabel("Model", { exact: true }).selectOption("scripted");
  await page.getByLabel("Instructions").fill("You know {{city}}.");
  await button("Add a field for city").click();
  await page.getByLabel("Opening statement").fill("This is about {{city}}.");
  await page.getByLabel("Suggested questions").fill("In {{city}}, which files are there?\nAnd which files here?");
  await page.reload();
  await page.getByText("Unpublished configuration changes").waitFor();
  await becomes(() => page.getByLabel("Instructions").inputValue(), "You know {{city}}.");
  await button("Edit city").click();
  const form = page.getByRole("dialog", { name: "Edit city" });
  await form.getByLabel("Label").fill("The city");
  await form.getByLabel("Required").check();
  await accessible(page, "a field of the form");
  await button("Done", form).click();
  await accessible(page, "studio");
  faultless(page);
});

test("on trial it answers as it is edited, and its steps are shown folded", async () => {
  await button("And which files here?").click();
  await page.getByText("This field is required.").waitFor();
  await page.getByLabel("The city *").fill("Graz");
  await button("And which files here?").click();
  await page.getByText("This is about Graz.").waitFor();
  await steps().getByText("list", { exact: true }).click();
  await steps()
    .getByText(/cities\.md/)
    .first()
    .waitFor();
  await answers().getByText("There is one file.").waitFor();
  await becomes(() => answers().locator("strong").textContent(), "one");
  await page.getByText(/\d+ tokens · \d/).waitFor();
  await accessible(page, "an answer");
  faultless(page);
});

test("it is tried with the draft, or with the version that is active, and says with which", async () => {
  const at = `/apps/${agent}/assets`;
  const { node } = await call(page, "POST", `${at}/files/upload`, { name: "rivers.md", size: 0 });
  await call(page, "PUT", `${at}/files/${node.id}`, { content: "# Mur\n" });
  const files = page.getByLabel("Files", { exact: true });
  await becomes(() => files.inputValue(), "draft");
  const listed = async (found) => {
    const article = page.locator("article").nth(await page.locator("article").count());
    await ask("And which files here?");
    await article.getByText(`files: ${found}`).waitFor();
    await article.getByTestId("answer").getByText("There is one file.").waitFor();
    await article.getByText("list", { exact: true }).click();
    return article.locator("pre").last().textContent();
  };
  assert.match(await listed("draft"), /rivers\.md/);
  await files.selectOption("active");
  assert.doesNotMatch(await listed("active version"), /rivers\.md/);
  await accessible(page, "tried with a version");
  await call(page, "DELETE", `${at}/nodes/${node.id}`);
});

test("an answer is stopped; one that fails says why, and is asked again", async () => {
  await ask("Tell me at length");
  await answers().last().getByText(/word3/).waitFor();
  await button("Stop").click();
  await page.getByText(/^Stopped/).waitFor();
  await page.getByText("Stopping").waitFor({ state: "detached" });
  await page.locator("article[aria-busy=true], article .animate-spin").first().waitFor({ state: "detached" });
  assert.ok(!(await answers().last().textContent()).includes("word199"));
  await ask("Please fail once");
  await page.getByRole("alert").getByText("The rate is used up.").waitFor();
  await button("Try again").last().click();
  await answers().last().getByText("You said: Please fail once").waitFor();
  faultless(page);
});

test("it is published, and an earlier config is restored", async () => {
  await page.getByLabel("Max steps").fill("0");
  const dialog = page.getByRole("dialog", { name: "Publish" });
  await button("Publish configuration").click();
  await dialog.getByText("Not published yet").waitFor();
  await dialog.getByText("Instructions", { exact: true }).click();
  await dialog.getByRole("row", { name: "You know {{city}}." }).waitFor();
  await accessible(page, "publish the configuration");
  await button("Publish configuration", dialog).click();
  await dialog.getByRole("alert").getByText("agent_mode.max_iteration", { exact: true }).waitFor();
  await button("Cancel", dialog).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByLabel("Max steps").fill("5");
  await button("Publish configuration").click();
  await button("Publish configuration", dialog).click();
  await page.getByText("Configuration published").waitFor();
  await dialog.waitFor({ state: "detached" });
  await button("Nothing to publish").and(page.locator(":disabled")).waitFor();
  await page.getByLabel("Instructions").fill("You know nothing.");
  await button("Publish configuration").click();
  await dialog.getByRole("row", { name: "You know nothing." }).waitFor();
  await endSessionAt(page, "POST", "**/model-config");
  await button("Publish configuration", dialog).click();
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await again.getByLabel("Password").fill(OWNER.password);
  await again.getByLabel("Password").press("Enter");
  await again.waitFor({ state: "detached" });
  await dialog.waitFor({ state: "detached" });
  await button("History").click();
  const history = page.getByRole("dialog", { name: "Configuration history" });
  const earlier = history.getByRole("listitem").filter({ hasText: "You know {{city}}." }).first();
  await accessible(page, "history");
  await button("Restore", earlier).click();
  await history.waitFor({ state: "detached" });
  await becomes(() => page.getByLabel("Instructions").inputValue(), "You know {{city}}.");
  faultless(page);
});

test("a connection that is lost comes back, and nothing is missing", async () => {
  await signedIn(page);
  const cable = await startCable(process.env.BASE_URL);
  try {
    await page.goto(`${cable.base}/apps/${agent}/studio`);
    await page.getByLabel("The city *").fill("Graz");
    await ask("Tell me at length");
    await answers().getByText(/word5/).waitFor();
    cable.cut();
    await page.getByText("Connection lost. Reconnecting…").waitFor();
    await models.goOn();
    await page.getByText(/\d+ tokens · \d/).waitFor();
    const words = Array.from({ length: 200 }, (_, number) => `word${number}`).join(" ");
    await becomes(async () => (await answers().textContent()).trim(), words);
  } finally {
    await page.goto(`/apps/${agent}/studio`);
    await cable.stop();
  }
});

test("the commands of its page ask it, as pasted", async () => {
  await page.getByRole("link", { name: "API access" }).click();
  await button("New key").click();
  await button("Create key").click();
  await button("Done").click();
  await page.getByRole("table").getByRole("link").click();
  await page.waitForURL(/key=/);
  await page.locator("tr[aria-current]").waitFor();
  const run = async (name) => {
    await page.getByRole("tab", { name, exact: true }).click();
    const command = await page.getByRole("region", { name, exact: true }).textContent();
    return execFileSync("sh", ["-c", command], { encoding: "utf8" });
  };
  assert.match(await run("Send a message"), /"event":"message_end"/);
  assert.match(await run("Python"), /There is \*\*one\*\* file\./);
  await accessible(page, "API access of an agent");
});

test("the logs show who asked and what came of it", async () => {
  await page.getByRole("link", { name: "Logs" }).click();
  await page.getByText("reader-1").first().waitFor();
  await page.getByLabel("Search conversations").fill("fail once");
  const entries = page.getByRole("list", { name: "Logs" }).getByRole("link");
  await entries.nth(1).waitFor({ state: "detached" });
  await accessible(page, "logs");
  await entries.click();
  await page.getByText("This is about Graz.").waitFor();
  await steps().getByText("list", { exact: true }).first().waitFor();
  await page.getByText("Stopped", { exact: true }).waitFor();
  await page.getByText("The rate is used up.").waitFor();
  await accessible(page, "a conversation in the logs");
  const failed = page.getByRole("article").filter({ hasText: "The rate is used up." });
  await failed.locator("time").click();
  await page.waitForURL(/message=/);
  await page.reload();
  await page.locator("article[aria-current]").getByText("The rate is used up.").waitFor();
  await page.goBack();
  await page.locator("article[aria-current]").waitFor({ state: "detached" });
  await button("Delete").click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("Conversation deleted").waitFor();
  await page.getByText("reader-1").first().waitFor();
  faultless(page);
});

test("its usage is shown by day, and what members try is left out", async () => {
  await page.getByRole("link", { name: "Usage" }).click();
  const messages = page.getByRole("region", { name: "Messages" });
  await messages.getByText("2", { exact: true }).waitFor();
  await messages.getByRole("img", { name: /^Messages\. .+ 2026: 2$|^Messages\. .+: 2$/ }).waitFor();
  await accessible(page, "usage");
  await page.getByLabel("Time", { exact: true }).selectOption("7");
  await messages.getByText("2", { exact: true }).waitFor();
  await page.route("**/statistics/token-costs?*", (route) => route.abort());
  await page.reload();
  await page.getByRole("region", { name: "Tokens" }).getByText("network_error").waitFor();
  await page.unroute("**/statistics/token-costs?*");
  const { id } = await call(page, "POST", "/apps", { name: "Quiet", mode: "chat" });
  await page.goto(`/apps/${id}/overview`);
  await page.getByText("No data for this period").waitFor();
  await page.getByRole("link", { name: "Create a key" }).waitFor();
  faultless(page);
});

test("a completion app makes one text", async () => {
  const { id } = await call(page, "POST", "/apps", { name: "Translator", mode: "completion" });
  await page.goto(`/apps/${id}`);
  await page.getByLabel("Instructions").fill("Say this: {{query}}");
  await page.getByLabel("Text (optional)").fill("good day");
  await button("Run").click();
  await answers().getByText("You said: Say this: good day").waitFor();
  await accessible(page, "a completion");
  faultless(page);
});
