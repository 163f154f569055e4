// A webhook starts runs of a published workflow; its events are looked at, run again, and it is switched off.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, looked as lookedAt, openPage, signedIn } from "./browser.mjs";

const node = (id, type, data) => ({ id, type: "custom", position: { x: 0, y: 0 }, data: { type, title: id, ...data } });
let browser;
let page;
let id;
let url;

/** The webhook asks for a number; the code fails for what is none. */
function graph(code) {
  const variables = [{ variable: "n", value_selector: ["hook", "n"] }];
  const outputs = { n: { type: "number" } };
  return {
    nodes: [
      node("hook", "trigger-webhook", { title: "Orders", body: [{ name: "n", type: "string", required: true }] }),
      node("code", "code", { code_language: "python3", code, variables, outputs }),
      node("end", "end", { outputs: [{ variable: "n", value_selector: ["code", "n"] }] }),
    ],
    edges: [
      ["hook", "code"],
      ["code", "end"],
    ].map(([source, target]) => ({
      id: `${source}-${target}`,
      source,
      sourceHandle: "source",
      target,
      targetHandle: "target",
    })),
  };
}

async function publish(code) {
  await call(page, "POST", `/apps/${id}/workflows/draft`, { graph: graph(code), features: {} });
  await call(page, "POST", `/apps/${id}/workflows/publish`, {});
}

const send = async (n) => (await fetch(url, { method: "POST", body: JSON.stringify({ n }), headers })).status;
const headers = { "Content-Type": "application/json" };

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  ({ id } = await call(page, "POST", "/apps", { name: "Orders", mode: "workflow" }));
});

after(() => browser?.close());

const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const link = (name) => page.getByRole("link", { name, exact: true });

const looked = (name) => lookedAt(page, name);

test("an app without triggers says what to do", async () => {
  await page.goto(`/apps/${id}/triggers`);
  await page.getByText("No triggers").waitFor();
  await looked("triggers-none");
  faultless(page);
});

test("what a webhook started is seen, repaired and run again", async () => {
  await publish("def main(n): return {'n': int(n)}");
  ({ webhook_url: url } = await call(page, "GET", `/apps/${id}/workflows/triggers/webhook?node_id=hook`));
  assert.equal(await send("1"), 200);
  assert.equal(await send("one"), 200);
  assert.equal(await send(undefined), 400);
  await page.reload();
  const row = page.getByRole("row", { name: "Orders" });
  await row.getByText("1 of 2").waitFor();
  await row.getByText("Failed").waitFor();
  await looked("triggers");

  await link("Orders").click();
  const events = page.getByRole("list", { name: "Events" }).getByRole("listitem");
  await becomes(() => events.count(), 2);
  const failed = events.filter({ hasText: "Failed" });
  await failed.getByText("Content", { exact: true }).click();
  await failed.getByText('"one"').waitFor();
  await looked("triggers-events");
  await publish("def main(n): return {'n': len(n)}");
  await button("Run again", failed).click();
  await becomes(() => events.count(), 3);
  await events.first().getByText("Succeeded", { exact: true }).waitFor();
  faultless(page);
});

test("the form of a webhook has its addresses, and what was sent to the draft", async () => {
  const { webhook_debug_url } = await call(page, "GET", `/apps/${id}/workflows/triggers/webhook?node_id=hook`);
  assert.equal((await fetch(webhook_debug_url, { method: "POST", body: '{"n": "draft"}', headers })).status, 200);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`/apps/${id}/workflow?node=hook`);
  const form = page.getByRole("region", { name: "Orders", exact: true });
  await form.getByText(webhook_debug_url).waitFor();
  await form.getByText("Last requests to the test URL").click();
  await form.getByRole("list", { name: "Last requests to the test URL" }).getByText("now").click();
  await form.getByText('"draft"').waitFor();
  await looked("webhook-form");
  const saved = page.waitForResponse(
    (reply) => reply.url().endsWith("/workflows/draft") && reply.request().method() === "POST",
  );
  await form.getByLabel("Method").selectOption("PUT");
  assert.equal((await saved).status(), 200);
  const { graph: draft } = await call(page, "GET", `/apps/${id}/workflows/draft`);
  assert.equal(draft.nodes.find((each) => each.id === "hook").data.method, "PUT");
  await page.goto(`/apps/${id}/triggers`);
  faultless(page);
});

test("a trigger that is off takes nothing", async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const saved = page.waitForResponse((reply) => reply.url().endsWith("/trigger-enable"));
  await page.getByRole("checkbox", { name: "Orders starts runs" }).uncheck();
  assert.equal((await saved).status(), 200);
  assert.equal(await send("2"), 404);
});
