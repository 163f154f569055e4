// The API reference: found, read, copied and tried, by somebody who has not signed in.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { accessible, becomes, call, faultless, focused, launch, openPage, signedIn } from "./browser.mjs";
import { startModels, useModels } from "./models.mjs";

let browser;
let models;
let page;
let app;
let key;

before(async () => {
  [browser, models] = await Promise.all([launch(), startModels()]);
  const owner = await openPage(browser, process.env.BASE_URL);
  await signedIn(owner);
  await useModels(owner, models, "For the reference");
  app = await call(owner, "POST", "/apps", { name: "Reference", mode: "chat" });
  await call(owner, "POST", `/apps/${app.id}/model-config`, {
    model: { provider: "openai_api_compatible", name: "scripted" },
  });
  key = (await call(owner, "POST", `/apps/${app.id}/api-keys`)).token;
  page = await openPage(browser, process.env.BASE_URL, { permissions: ["clipboard-read", "clipboard-write"] });
});

after(async () => {
  await browser?.close();
  await models?.stop();
});

const list = () => page.getByRole("navigation", { name: "Operations" });
const button = (name) => page.getByRole("button", { name, exact: true });
const result = () => page.getByRole("region", { name: "Result" });

/** What the button of the example copies, not what was copied before. */
async function copy() {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.getByRole("region", { name: "Examples" }).getByRole("button", { name: "Copy" }).click();
  const text = () => page.evaluate(() => navigator.clipboard.readText());
  await becomes(async () => (await text()) !== "", true);
  return text();
}

test("nobody has to sign in, and the introduction explains keys and sessions", async () => {
  await page.goto("/docs");
  await page.getByText("Authorization: Bearer YOUR_APP_KEY").waitFor();
  await accessible(page, "the introduction");
  await page.getByRole("navigation", { name: "API", exact: true }).getByRole("link", { name: "Console API" }).click();
  await page.getByText("Authorization: Bearer YOUR_ACCESS_TOKEN").waitFor();
  await list().locator("summary", { hasText: "Model providers" }).waitFor();
  await page.waitForURL((url) => url.searchParams.get("api") === "console");
  await page.goBack();
  await page.getByText("Authorization: Bearer YOUR_APP_KEY").waitFor();
  faultless(page);
});

test("an operation is found by a field of its body, from the keyboard, and has an address", async () => {
  await page.goto("/docs");
  await list().locator("summary").first().waitFor();
  await page.keyboard.press("/");
  await focused(page.getByLabel("Search paths, descriptions and fields"));
  await page.keyboard.type("parent_message_id response_mode");
  await list()
    .getByRole("link", { name: /Send a message to a chat or agent app/ })
    .waitFor();
  await page.getByLabel("Search paths, descriptions and fields").press("Enter");
  await page.getByRole("heading", { level: 1, name: "Send a message to a chat or agent app" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Send a message to a chat or agent app" }).waitFor();
  const request = page.getByRole("region", { name: "Request body" });
  await request.getByText("files", { exact: true }).waitFor();
  await request
    .getByText(/^\d+ fields$/)
    .first()
    .click();
  await page.getByRole("region", { name: "Errors" }).getByText("app_unavailable").waitFor();
  await accessible(page, "an operation");
  await page.getByLabel("Search paths, descriptions and fields").fill("nowhere to be found");
  await page.getByText("No results for “nowhere to be found”.").waitFor();
  await page.getByLabel("Search paths, descriptions and fields").fill("");
  faultless(page);
});

test("a copied example works once the key is filled in", async () => {
  const copied = await copy();
  assert.match(copied, /^curl -N -X POST 'http/);
  const said = execFileSync("bash", ["-c", copied.replace("YOUR_APP_KEY", key)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  assert.match(said, /"event": ?"message_end"/);
  await page.getByRole("tab", { name: "Python" }).click();
  await page.getByText("import requests").waitFor();
  await page.getByRole("tab", { name: "JavaScript" }).click();
  const script = await copy();
  const node = ["--input-type=module", "-e", script.replace("YOUR_APP_KEY", key)];
  assert.match(execFileSync(process.execPath, node, { encoding: "utf8" }), /message_end/);
});

test("Try it shows a stream, an error, and the reply of another operation with the same key", async () => {
  await page.getByLabel("App key").fill("app-wrong");
  await button("Send").click();
  await result().getByRole("status").getByText(/^401/).waitFor();
  await result().getByText("api_key_invalid").waitFor();
  await page.getByLabel("App key").fill(key);
  await button("Send").click();
  await result().getByRole("status").getByText(/^200/).waitFor();
  await result()
    .getByText(/message_end/)
    .first()
    .waitFor();
  await result().getByText("Headers").click();
  await result().getByText("text/event-stream").waitFor();
  await accessible(page, "a reply");
  await page.getByLabel("Search paths, descriptions and fields").fill("/v1/info");
  await list().getByRole("link", { name: "Get the app the API key belongs to" }).click();
  await button("Send").click();
  await result()
    .getByText(/"Reference"/)
    .waitFor();
  faultless(page);
});

test("at 390 px nothing runs off the page, and the list is behind a button", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { paths } = await (await page.request.get("/openapi.json?api=service")).json();
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map((each) => each.operationId));
  const wide = [];
  await page.goto("/docs");
  for (const id of ["", ...ids.filter((_, at) => at % 8 === 0), "chat_ask", "v1_assets_batch_upload"]) {
    await page.goto(id ? `/docs?operation=${id}` : "/docs");
    await page.getByRole("heading", { level: 1 }).waitFor();
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(id);
  }
  assert.deepEqual(wide, []);
  await button("Operations").click();
  await list().locator("summary", { hasText: "Versions" }).waitFor();
  await accessible(page, "the list at 390 px");
  await page.setViewportSize({ width: 1280, height: 800 });
  faultless(page);
});

test("the page speaks Chinese", async () => {
  await page.goto("/docs");
  await page.getByLabel("Language").selectOption("zh-Hans");
  await page.getByRole("heading", { level: 1, name: "服务 API" }).waitFor();
  await page.getByLabel("语言").selectOption("en");
  await page.getByRole("heading", { level: 1, name: "Service API" }).waitFor();
});
