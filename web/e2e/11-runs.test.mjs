// Runs of a workflow are listed, looked at, repeated from a node and compared; its versions too. The tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, looked as lookedAt, openPage, signedIn } from "./browser.mjs";

const ITEMS = 120;
let browser;
let page;
let app;
let key;

const node = (id, type, x, y, data, more = {}) => ({
  id,
  type: "custom",
  position: { x, y },
  ...more,
  data: { type, title: id, ...data },
});
const edge = (source, target) => ({
  id: `${source}-${target}`,
  source,
  sourceHandle: "source",
  target,
  targetHandle: "target",
});
const python = (code, outputs, variables = []) => ({ code, code_language: "python3", outputs, variables });

/** Greets, and divides ten by each of many numbers, one of which is zero. */
function graph(greeting) {
  const name = { variable: "name", value_selector: ["start", "name"] };
  const list = `def main() -> dict:\n    return {'list': [n - 60 for n in range(${ITEMS})]}`;
  const divide = "def main(x) -> dict:\n    return {'y': 10 // x}";
  const item = { variable: "x", value_selector: ["each", "item"] };
  const each = {
    iterator_selector: ["numbers", "list"],
    output_selector: ["divide", "y"],
    start_node_id: "in",
    error_handle_mode: "continue-on-error",
  };
  const inside = { parentId: "each" };
  return {
    nodes: [
      node("start", "start", 0, 120, {
        title: "Start",
        variables: [{ variable: "name", label: "Name", type: "text-input", required: true, max_length: 50 }],
      }),
      node("greet", "template-transform", 320, 0, {
        title: "Greeting",
        template: `${greeting} {{ name }}!`,
        variables: [name],
      }),
      node("numbers", "code", 320, 160, { title: "Numbers", ...python(list, { list: { type: "array[number]" } }) }),
      node("each", "iteration", 640, 120, { title: "Each number", ...each }, { width: 640, height: 180 }),
      node("in", "iteration-start", 24, 80, { title: "Item" }, inside),
      node(
        "divide",
        "code",
        320,
        80,
        { title: "Divide", ...python(divide, { y: { type: "number" } }, [item]) },
        inside,
      ),
      node("end", "end", 1360, 120, {
        title: "Result",
        outputs: [{ variable: "text", value_selector: ["greet", "output"], value_type: "string" }],
      }),
    ],
    edges: [
      edge("start", "greet"),
      edge("start", "numbers"),
      edge("numbers", "each"),
      edge("in", "divide"),
      edge("each", "end"),
      edge("greet", "end"),
    ],
    viewport: { x: 0, y: 0, zoom: 1 },
  };
}

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  app = await call(page, "POST", "/apps", { name: "Greeter", mode: "workflow" });
  key = (await call(page, "POST", `/apps/${app.id}/api-keys`)).token;
});

after(() => browser?.close());

const button = (name, within = page) => within.getByRole("button", { name, exact: true });
const steps = () => page.getByRole("list", { name: "Timeline", exact: true }).first();
const step = (name) => steps().getByRole("button", { name }).first();

async function published(greeting) {
  await call(page, "POST", `/apps/${app.id}/workflows/draft`, { graph: graph(greeting), features: {} });
  return (await call(page, "POST", `/apps/${app.id}/workflows/publish`, {})).id;
}

async function run(name) {
  const headers = { Authorization: `Bearer ${key}` };
  const data = { inputs: { name }, user: "visitor", response_mode: "blocking" };
  const reply = await page.request.post(`${process.env.BASE_URL}/v1/workflows/run`, { headers, data });
  assert.equal(reply.status(), 200, await reply.text());
  return (await reply.json()).workflow_run_id;
}

const looked = (name) => lookedAt(page, name);

test("runs are listed and found", async () => {
  await page.goto(`/apps/${app.id}/runs`);
  await page.getByText("No runs yet").waitFor();
  await published("Hello");
  await run("Ann");
  await run("Ben");
  await page.reload();
  await becomes(() => page.getByRole("row").count(), 3);
  await page.getByLabel("Search inputs, outputs and users").fill("Ben");
  await becomes(() => page.getByRole("row").count(), 2);
  await page.getByLabel("Status", { exact: true }).selectOption("Failed");
  await page.getByText("No run matches.").waitFor();
  // What was looked for is in the address.
  await page.reload();
  await page.getByText("No run matches.").waitFor();
  await page.getByLabel("Status", { exact: true }).selectOption("Any status");
  await page.getByLabel("Search inputs, outputs and users").fill("");
  await becomes(() => page.getByRole("row").count(), 3);
  await looked("runs");
  faultless(page);
});

test("a run tells how each node fared, with the items of an iteration in pages", async () => {
  await page.getByRole("row").nth(1).getByRole("link").click();
  await page.getByRole("heading", { name: "Run" }).waitFor();
  await page.getByText("Partly succeeded").first().waitFor();
  await becomes(() => steps().getByRole("listitem").count(), 5);
  await step("Greeting").click();
  await steps().getByText("Hello Ben!").waitFor();
  await step("Each number").click();
  await page.getByText("1–50 of 120").waitFor();
  await button("Next").click();
  await page.getByText("51–100 of 120").waitFor();
  await page.getByText("Steps not kept").first().waitFor();
  await page.getByRole("button", { name: /Item 61.*ZeroDivisionError/ }).click();
  await page.getByRole("list", { name: "Timeline" }).getByRole("button", { name: "Divide" }).waitFor();
  // A node of the picture leads to its step.
  await page
    .getByLabel("The workflow that ran")
    .getByRole("button", { name: /Numbers/ })
    .click();
  await becomes(() => new URL(page.url()).searchParams.get("node"), "numbers");
  await looked("run");
  faultless(page);
});

test("it is run again from a node, and compared with what was", async () => {
  await step("Result").click();
  const first = page.url();
  await button("Run from here").last().click();
  await becomes(() => page.url().split("?")[0] !== first.split("?")[0], true);
  await page.getByText("Run again from this run").waitFor();
  await step("Greeting").getByText("Reused").waitFor();
  await page.goto(`/apps/${app.id}/runs`);
  await page.getByText("Choose two runs to compare them.").waitFor();
  for (const at of [2, 3]) await page.getByRole("row").nth(at).getByRole("checkbox").check();
  await page.getByRole("link", { name: "Compare" }).click();
  const comparison = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Comparison" }) })
    .last();
  await comparison.getByText("3 nodes differ").waitFor();
  await comparison.getByRole("button", { name: /Greeting/ }).click();
  await comparison.getByText("Hello Ann!").last().waitFor();
  await looked("run-compared");
  faultless(page);
});

test("versions are compared on a picture, named and restored", async () => {
  await published("Good morning");
  await page.goto(`/apps/${app.id}/workflow-versions`);
  await becomes(() => page.getByRole("list", { name: "Workflow versions" }).getByRole("listitem").count(), 2);
  await page.getByRole("list", { name: "Workflow versions" }).getByRole("link").first().click();
  await page.getByText("1 node changed").waitFor();
  await page
    .getByLabel("The workflow with its changes")
    .getByRole("button", { name: /Greeting/ })
    .click();
  await page.getByText("template: Good morning {{ name }}!").waitFor();
  await looked("workflow-version");
  await button("Actions for this version").click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Morning");
  await button("Save").click();
  await page.getByRole("heading", { name: "Morning" }).waitFor();
  await page.goto(`/apps/${app.id}/workflow-versions`);
  await page.getByRole("link", { name: "Morning" }).waitFor();
  await looked("workflow-versions");
  await button("Actions for this version").last().click();
  await page.getByRole("menuitem", { name: "Restore to draft" }).click();
  await button("Restore to draft").click();
  await page.getByText("The draft is now the same as this version.").waitFor();
  const { graph: draft } = await call(page, "GET", `/apps/${app.id}/workflows/draft`);
  assert.equal(draft.nodes[1].data.template, "Hello {{ name }}!");
  faultless(page);
});

test("a draft is tried beside its canvas, one node by itself, and the rest from a node", async () => {
  const broken = graph("Hello");
  broken.nodes[2].data.code = "def main() -> dict:\n    return {'list': missing}";
  await call(page, "POST", `/apps/${app.id}/workflows/draft`, { graph: broken, features: {} });
  await page.goto(`/apps/${app.id}/workflow?node=numbers`);
  // The open panel tries the code alone.
  await button("Try", page.getByRole("toolbar", { name: "Workflow tools" })).click();
  const tried = page.getByRole("region", { name: "Test run" });
  await button("Run", tried).click();
  await tried.getByText("This field is required.").waitFor();
  await tried.getByLabel("Name *").fill("Cid");
  await button("Run", tried).click();
  await tried.getByText("Failed", { exact: true }).waitFor();
  await tried
    .getByRole("alert")
    .getByText(/missing/)
    .waitFor();
  await looked("try-failed");
  // Mended, it goes on from there.
  await call(page, "POST", `/apps/${app.id}/workflows/draft`, { graph: graph("Hello"), features: {} });
  await page.goto(`/apps/${app.id}/workflow?node=numbers`);
  await button("Run this node").click();
  await page.getByText("This node reads no values from other nodes.").waitFor();
  await page.getByRole("region", { name: "Numbers" }).getByRole("button", { name: "Run", exact: true }).click();
  await page.getByTestId("node-result").getByText("Succeeded").first().waitFor();
  await looked("node-run");
  await button("Run from here").first().click();
  await tried.getByText("Hello Cid!").first().waitFor();
  await tried
    .getByRole("list", { name: "Timeline" })
    .getByRole("button", { name: /Greeting/ })
    .waitFor();
  await tried.getByText("Reused").first().waitFor();
  await looked("try-again");
  await tried.getByRole("link", { name: "Open run page" }).click();
  await page.getByText("Run again from this run").waitFor();
  faultless(page);
});
