// Pictures of every page, wide and narrow, light and dark, in e2e/screenshots: to be looked at.
//
// node e2e/screenshots.mjs [a pattern of names], or --readme for the few that README.md shows, in docs/pictures.
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { call, launch, openPage, signedIn } from "./browser.mjs";
import { drawn, workflowPages } from "./drawn.mjs";
import { choose, publish, rename, row, type, upload } from "./explorer.mjs";
import { knowledgePages, shelved } from "./knowledge.mjs";
import { startTools } from "./mcp.mjs";
import { startModels } from "./models.mjs";
import { changeSample, writeRecordings, writeSample } from "./sample.mjs";
import { startStack } from "./stack.mjs";

const folder = fileURLToPath(new URL("./screenshots/", import.meta.url));
const README = {
  "files-editor": "console-files",
  "versions-compare": "console-versions",
  documents: "console-documents",
  "studio-sources": "console-sources",
  "workflow-node": "console-workflow",
};
const pictures = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const forReadme = process.argv[2] === "--readme";
const only = new RegExp(forReadme ? "" : (process.argv[2] ?? ""));
const WIDTHS = forReadme ? { 1280: 800 } : { 1280: 800, 390: 844 };

const APPS = [
  { name: "Support", mode: "agent-chat", description: "Answers customers, by the policies and skills in its folder." },
  { name: "Release notes", mode: "workflow", description: "From merged changes to a text for people." },
  { name: "Empty", mode: "chat", description: "" },
  { name: "An app whose name is as long as forty ch", mode: "completion", description: "Long. ".repeat(60).trim() },
  { name: "Research", mode: "advanced-chat", description: "Reads papers, keeps notes." },
];

async function made(page) {
  const ids = {};
  for (const app of APPS) ids[app.name] = (await call(page, "POST", "/apps", app)).id;
  return ids;
}

/** A draft with changes since its second version. */
async function filled(page, app, sample) {
  await page.goto(`/apps/${app}/assets`);
  await upload(page, "Choose a folder", sample);
  await publish(page, app, "First skills: refunds, shipping");
  const { id } = await call(page, "GET", `/apps/${app}/assets/path/support/policies/privacy.md`);
  await call(page, "POST", `/apps/${app}/assets/nodes/${id}/rename`, { name: "data-protection.md" });
  await publish(page, app, "");
  changeSample(sample);
  const files = ["prompts/system.md", "policies/returns.md", "policies/holidays.md"];
  for (const path of files) await put(page, app, sample, path);
}

async function put(page, app, sample, path) {
  const content = await readFile(join(sample, path), "utf8");
  const at = `/apps/${app}/assets`;
  const found = await page.context().request.get(`/console/api${at}/path/support/${path}`);
  if (found.ok()) return call(page, "PUT", `${at}/files/${(await found.json()).id}`, { content });
  const { id } = await call(page, "GET", `${at}/path/support/policies`);
  const made = await call(page, "POST", `${at}/files/upload`, { name: path.split("/").pop(), parent_id: id, size: 0 });
  return call(page, "PUT", `${at}/files/${made.node.id}`, { content });
}

/** Name of the picture, the address, and what is done before it is taken. */
function pages(page, ids, sample) {
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const [support, empty] = [`/apps/${ids.Support}`, `/apps/${ids.Empty}`];
  const opened = async (...paths) => {
    for (const path of paths) await row(page, path).click();
  };
  const file = ["/support", "/support/skills", "/support/skills/refunds", "/support/skills/refunds/SKILL.md"];
  const line = (path) => page.getByRole("button", { name: `Show changes in ${path}` }).click();
  return [
    ["apps", "/apps"],
    ["apps-new", "/apps", () => press("New app")],
    ["apps-menu", "/apps", () => press("More actions for Support")],
    ["palette", `${support}/studio`, () => page.keyboard.press("ControlOrMeta+k")],
    ["switcher", `${support}/studio`, () => switching(page)],
    ["files-empty", `${empty}/assets`],
    ["files", `${support}/assets`, () => opened("/support")],
    ["files-editor", `${support}/assets`, () => opened(...file)],
    ["files-preview", `${support}/assets`, () => opened(...file).then(() => press("Preview"))],
    ["files-menu", `${support}/assets`, () => row(page, "/support").click({ button: "right" })],
    ["files-plan", `${support}/assets`, () => choose(page, "Upload a folder", sample)],
    ["files-upload", `${support}/assets`, () => uploading(page, sample)],
    ["files-found", `${support}/assets`, () => page.getByLabel("Search by name").fill("md")],
    ["files-contents", `${support}/assets`, () => searched(page)],
    ["files-select", `${support}/assets`, () => selected(page, opened)],
    ["files-move", `${support}/assets`, () => selected(page, opened).then(() => press("Move to…"))],
    ["files-large", `${support}/assets`, () => large(page, ids.Support)],
    ["files-pdf", `${support}/assets`, () => pdf(page, ids.Support)],
    ["files-name", `${support}/assets`, () => misnamed(page)],
    ["files-clash", `${support}/assets`, () => clash(page)],
    ["files-stale", `${support}/assets`, () => stale(page, ids.Support)],
    ["publish", `${support}/assets`, () => press("Publish files").then(() => line("/support/policies/returns.md"))],
    ["studio-empty", `${empty}/studio`],
    ["studio", `${support}/studio`],
    ["studio-answer", `${support}/studio`, () => tried(page)],
    ["studio-files", `${support}/studio`, () => attaching(page)],
    ["studio-history", `${support}/studio`, () => press("History")],
    ["logs", `${support}/logs`],
    ["logs-empty", `${empty}/logs`],
    ["log", `${support}/logs`, () => page.getByRole("list", { name: "Logs" }).getByRole("link").first().click()],
    ["usage", `${support}/overview`, () => page.getByRole("region", { name: "Cost" }).waitFor()],
    ["usage-empty", `${empty}/overview`],
    ["providers", "/settings/providers", () => page.getByText("Models of OpenAI-compatible").click()],
    ["providers-edit", "/settings/providers", () => press("Edit Scripted")],
    ["tools", "/tools", () => page.getByText("6 tools", { exact: true }).last().click()],
    ["tools-new", "/tools", () => press("Add MCP server").then(() => press("Add header"))],
    ["tools-edit", "/tools", () => moving(page)],
    ["tools-refused", "/tools", () => rejected(page)],
    ["tools-remove", "/tools", () => press("Remove Sums")],
    [
      "studio-tools",
      `${support}/studio`,
      () =>
        page
          .getByRole("checkbox", { name: /^flood/ })
          .last()
          .focus(),
    ],
    ["versions-empty", `${empty}/versions`],
    ["versions", `${support}/versions`],
    ["versions-compare", `${support}/versions?version=2&against=draft`, () => line("/support/prompts/system.md")],
    ["versions-restore", `${support}/versions?version=1`, () => press("Restore to draft")],
    ["skills", `${support}/skills`],
    ["skills-empty", `${empty}/skills`],
    ["access", `${support}/access`],
    ["access-name", `${support}/access`, () => press("New key")],
    ["access-new", `${support}/access`, () => press("New key").then(() => press("Create key"))],
    ["app-settings", `${support}/settings`],
    ["app-delete", `${support}/settings`, () => press("Delete app")],
    ["operations", "/operations"],
    ["operations-hosts", "/operations", () => hosted(page)],
    ["docs", "/docs"],
    ["docs-console", "/docs?api=console"],
    ["docs-operation", "/docs?operation=chat_ask", () => page.getByRole("region", { name: "Errors" }).waitFor()],
    ["docs-search", "/docs", () => page.getByRole("searchbox").fill("file")],
    ["settings", "/settings"],
    ["security", "/settings/security"],
    ["not-found", "/nothing"],
    ["app-gone", "/apps/0190d5a0-0000-7000-8000-000000000000/assets"],
    ["failed", `${support}/skills`, () => failing(page)],
  ];
}

/** A provider, and an agent that answers by it. */
async function answering(page, app, models) {
  const provider = "openai_api_compatible";
  const credentials = { base_url: models.url, api_key: models.key };
  const at = `/workspaces/current/model-providers/${provider}/credentials`;
  await call(page, "POST", at, { name: "Scripted", credentials });
  const customer = { variable: "customer", label: "Name of the customer", required: true };
  await call(page, "POST", `/apps/${app}/model-config`, {
    model: { provider, name: "scripted", completion_params: { temperature: 0.2 } },
    pre_prompt: "You are the support agent of Northwind. You talk to {{customer}}.\nName the policy that you rely on.",
    user_input_form: [{ "text-input": customer }],
    file_upload: { enabled: true },
    opening_statement: "Good day, **{{customer}}**. What can I do for you?",
    suggested_questions: ["Where is my parcel?", "I know which files you have. Do you?"],
  });
}

/** A server that answers, and one of a long name that does not any more. */
async function served(page, tools) {
  const at = "/workspaces/current/tool-provider/mcp";
  await call(page, "POST", at, { name: "Sums", server_url: tools.url, headers: { Authorization: KEY, "X-Team": "a" } });
  const lost = await startTools("");
  const name = "AServerWhoseNameIsAsLongAsNamesMayBeHere";
  const { id } = await call(page, "POST", at, { name, server_url: `${lost.url}?${"long=1&".repeat(20)}` });
  await lost.stop();
  await call(page, "POST", `${at}/${id}/test`);
}

/** What programs ask is counted. */
async function asked(base, token) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  for (const user of ["reader-1", "reader-2"]) {
    const body = JSON.stringify({ inputs: { customer: user }, query: "Where is my parcel?", user });
    await fetch(`${base}/v1/chat-messages`, { method: "POST", headers, body });
  }
}

/** Where the screen is narrow, the switcher is in the drawer. */
async function switching(page) {
  const menu = page.getByRole("button", { name: "Open menu" });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole("button", { name: "Switch app Support" }).click();
}

async function moving(page) {
  await page.getByRole("button", { name: "Edit Sums", exact: true }).click();
  await page.getByLabel("URL").fill("https://elsewhere.example.com/mcp");
}

async function tried(page) {
  const toTry = page.getByRole("button", { name: "Try it", exact: true });
  if (await toTry.isVisible()) await toTry.click();
  await page.getByLabel("Name of the customer *").fill("Ada");
  await page.getByRole("button", { name: "I know which files you have. Do you?" }).click();
  await page.getByText(/\d+ tokens/).waitFor();
  await page.getByRole("list", { name: "Steps" }).getByText("list", { exact: true }).click();
}

/** A picture, a text of a long name, and what is not taken. */
async function attaching(page) {
  const toTry = page.getByRole("button", { name: "Try it", exact: true });
  if (await toTry.isVisible()) await toTry.click();
  const svg = await readFile(new URL("../public/icon.svg", import.meta.url));
  const name = `${"a-long-name-".repeat(8)}.txt`;
  await page.getByTestId("attach").setInputFiles([
    { name: "logo.svg", mimeType: "image/svg+xml", buffer: svg },
    { name, mimeType: "text/plain", buffer: Buffer.from("Northwind") },
    { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.from("x") },
  ]);
  await page.getByRole("button", { name: "Remove logo.svg" }).waitFor();
  await page.waitForLoadState("networkidle");
}

/** An upload whose bytes do not get through. */
async function uploading(page, sample) {
  await page.route("**/files/packs/**", () => {});
  const recordings = writeRecordings(sample);
  await row(page, "/support").click();
  const plan = await choose(page, "Upload a folder", recordings);
  await plan.getByRole("button", { name: "Upload", exact: true }).click();
  await page.getByRole("progressbar").waitFor();
}

/** Made where it is not there, and opened. */
async function shown(page, app, { name, content }) {
  const at = `/apps/${app}/assets`;
  const found = await page.context().request.get(`/console/api${at}/path/${name}`);
  const id = found.ok() ? (await found.json()).id : await uploaded(page, at, name, content);
  await page.goto(`${at}?file=${id}`, { waitUntil: "networkidle" });
}

async function uploaded(page, at, name, content) {
  const { node } = await call(page, "POST", `${at}/files/upload`, { name, size: 0 });
  const cookies = await page.context().cookies();
  const csrf = cookies.find((cookie) => cookie.name.startsWith("csrf_token"))?.value ?? "";
  const multipart = { file: { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) } };
  const to = `/console/api${at}/files/${node.id}`;
  await page.context().request.put(to, { multipart, headers: { "X-CSRF-Token": csrf } });
  return node.id;
}

/** More than the editor takes. */
async function large(page, app) {
  await shown(page, app, {
    name: "large.log",
    content: `${"2026-11-30 08:00:00 INFO an order was paid\n".repeat(130_000)}`,
  });
}

async function pdf(page, app) {
  const page1 =
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/MediaBox[0 0 300 200]/Parent 2 0 R>>endobj";
  await shown(page, app, { name: "paper.pdf", content: `%PDF-1.4\n${page1}\ntrailer<</Root 1 0 R>>\n%%EOF` });
}

async function hosted(page) {
  await page.getByLabel("Host and port").fill("models.internal:8000");
  await page.getByRole("button", { name: "Allow", exact: true }).scrollIntoViewIfNeeded();
}

/** A server at an address that is not allowed, with the offer to allow it. */
async function rejected(page) {
  await page.getByRole("button", { name: "Add MCP server" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name", { exact: true }).fill("Inside");
  await form.getByLabel("URL").fill("http://10.255.255.1:9000/mcp");
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByRole("alert").first().waitFor();
}

/** What a wrong password is told. */
async function signInFails(page) {
  await page.getByLabel("Email address").fill("ada@example.com");
  await page.getByLabel("Password", { exact: true }).fill("not the password 1");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("alert").waitFor();
}

async function clash(page) {
  await row(page, "/support").click();
  await row(page, "/support/policies").click();
  await row(page, "/support/policies/returns.md").click({ modifiers: ["ControlOrMeta"] });
  await page.keyboard.press("F2");
  await type(page, "warranty.md");
  await page.getByRole("dialog").waitFor();
}

async function stale(page, app) {
  for (const path of ["/support", "/support/prompts", "/support/prompts/greeting.md"]) await row(page, path).click();
  await page.locator(".cm-content").pressSequentially("Good day. ");
  const { id } = await call(page, "GET", `/apps/${app}/assets/path/support/prompts/greeting.md`);
  const content = `Hello there! ${Math.random()}\n`;
  await call(page, "PUT", `/apps/${app}/assets/files/${id}`, { content });
  await page.locator(".cm-content").press("ControlOrMeta+s");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Show both" }).click();
}

async function searched(page) {
  await page.getByRole("button", { name: "Search in contents" }).click();
  await page.getByRole("searchbox").fill("refund");
  await page.getByText(/lines? found/).waitFor();
}

async function selected(page, opened) {
  await opened("/support", "/support/policies");
  await row(page, "/support/policies/returns.md").click({ modifiers: ["ControlOrMeta"] });
  await page.getByRole("region", { name: "Selection" }).waitFor();
}

async function misnamed(page) {
  await rename(page, "/support", "..");
  await page.getByRole("treeitem").getByRole("alert").waitFor();
}

async function failing(page) {
  await page.route("**/assets/skills", (route) => route.abort());
  await page.reload();
  await page.getByRole("alert").waitFor();
}

async function take(page, name, address, act) {
  if (forReadme ? !README[name] : !only.test(name)) return;
  for (const [width, height] of Object.entries(WIDTHS)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width: Number(width), height });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(address, { waitUntil: "networkidle" }).catch(() => {});
      try {
        if (act) await act();
      } catch (error) {
        console.error(`${name} at ${width} px: ${error.message}`);
      }
      await page.waitForTimeout(400);
      const path = forReadme
        ? `${pictures}${README[name]}-${colorScheme}.png`
        : `${folder}${name}-${width}-${colorScheme}.png`;
      await page.screenshot({ path });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) console.error(`${name} is ${wide} px wide at ${width}`);
      await page.unrouteAll({ behavior: "ignoreErrors" });
    }
  }
}

const KEY = "Bearer sums-0123456789";
const stack = await startStack();
const browser = await launch();
const models = await startModels();
const tools = await startTools(KEY);
const work = await mkdtemp(join(tmpdir(), "treeline-pictures-"));
try {
  if (!process.argv[2]) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const page = await openPage(browser, stack.base);
  page.context().setDefaultTimeout(8_000);
  await take(page, "install", "/install");
  await signedIn(page);
  await take(page, "apps-none", "/apps");
  await take(page, "tools-none", "/tools");
  const ids = await made(page);
  const sample = writeSample(work);
  const { token } = await call(page, "POST", `/apps/${ids.Support}/api-keys`);
  await filled(page, ids.Support, sample);
  await answering(page, ids.Support, models);
  await served(page, tools);
  await drawn(page, ids["Release notes"]);
  await asked(stack.base, token);
  await take(page, "knowledge-none", "/knowledge");
  const shelf = await shelved(page, stack.base);
  const all = [
    ...pages(page, ids, sample),
    ...knowledgePages(page, shelf),
    ...workflowPages(page, ids["Release notes"]),
  ];
  for (const [name, address, act] of all) await take(page, name, address, act);
  await page.context().clearCookies();
  await take(page, "signin", "/signin");
  await take(page, "signin-failed", "/signin", () => signInFails(page));
  await signedIn(page);
  await call(page, "POST", "/account/interface-language", { interface_language: "zh-Hans" });
  // What is done on a page is done in English.
  for (const [name, address, act] of all) if (!act) await take(page, `${name}-zh`, address);
} finally {
  await browser.close();
  await models.stop();
  await tools.stop();
  await stack.stop();
  await rm(work, { recursive: true, force: true });
}
