// A workflow is made: by keys alone, by two at once, with a thousand nodes; on a canvas and as an outline.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  becomes,
  call,
  faultless,
  focused,
  launch,
  nextPage,
  openPage,
  pictured as picturedAt,
  signedIn,
} from "./browser.mjs";
import { longGraph, watchDrawn, watchFrames } from "./workflow.mjs";

const [MOST_DRAWN, MOST_CHANGED] = [150, 3];
let browser;
let page;
const apps = [];

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
});

after(async () => {
  for (const id of apps) await call(page, "DELETE", `/apps/${id}`);
  await browser?.close();
});

async function made(name, graph) {
  const { id } = await call(page, "POST", "/apps", { name, mode: "workflow" });
  apps.push(id);
  if (graph) await call(page, "POST", `/apps/${id}/workflows/draft`, { graph, features: {} });
  return id;
}

const draft = (id) => call(page, "GET", `/apps/${id}/workflows/draft`);

/** Its edges, by the titles of their ends. */
async function edgesOf(id) {
  const { graph } = await draft(id);
  const title = new Map(graph.nodes.map((node) => [node.id, node.data.title]));
  return graph.edges
    .map(({ source, sourceHandle, target }) => `${title.get(source)} ${sourceHandle} ${title.get(target)}`)
    .sort();
}

const canvas = () => page.getByRole("application", { name: /^Canvas/ });
const current = () => page.locator("#canvas-current").textContent();
const stored = () =>
  page
    .getByRole("status")
    .filter({ hasText: /^Saved$/ })
    .waitFor();

const pictured = (name) => picturedAt(page, name);

/** Adds a node after the current one by keys: opens the list, types what it is called, takes the first. */
async function addByKeys(type) {
  await page.keyboard.press("a");
  await focused(page.getByRole("combobox", { name: "Search node types" }));
  await page.keyboard.type(type);
  await page.getByRole("option", { selected: true }).filter({ hasText: type }).waitFor();
  await page.keyboard.press("Enter");
  await focused(canvas());
}

async function connectByKeys(title) {
  await page.keyboard.press("e");
  await focused(page.getByRole("combobox", { name: "Search nodes" }));
  await page.keyboard.type(title);
  await page.getByRole("option", { selected: true }).filter({ hasText: title }).waitFor();
  await page.keyboard.press("Enter");
  await focused(canvas());
}

/** Presses a key until it led there. */
async function until(key, locator) {
  for (let times = 0; times < 60; times++) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  assert.fail("it was never reached by keys");
}

test("a workflow of five nodes is made by keys alone", async () => {
  const id = await made("By keys");
  await page.goto(`/apps/${id}/workflow`);
  await page.getByText("Nothing here yet").waitFor();
  await pictured("workflow-begin");
  await until("Tab", page.getByRole("button", { name: "Start from scratch" }));
  await page.keyboard.press("Enter");
  await canvas().waitFor();
  await until("Tab", canvas());
  await becomes(current, "Start");
  // From the start to the end there is an edge already; it goes, by its button in the panel.
  await page.keyboard.press("Enter");
  await focused(page.getByRole("region", { name: "Start" }));
  await until("Tab", page.getByRole("button", { name: "Disconnect from End" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await focused(canvas());
  await addByKeys("Template");
  await becomes(current, "Template");
  await addByKeys("If / else");
  await addByKeys("Template");
  await becomes(current, "Template: Template 2");
  await connectByKeys("End");
  await page.keyboard.press("ArrowLeft");
  await becomes(current, "If / else");
  await connectByKeys("End");
  const expected = [
    "If / else false End",
    "If / else true Template 2",
    "Start source Template",
    "Template source If / else",
    "Template 2 source End",
  ];
  await becomes(() => edgesOf(id), expected.sort());
  await page.keyboard.press("t");
  await pictured("workflow-canvas");
  // Undone step by step, and done again.
  for (let times = 0; times < 3; times++) await page.keyboard.press("Control+z");
  await becomes(
    () => edgesOf(id),
    ["Start source Template", "Template source If / else", "If / else true Template 2"].sort(),
  );
  for (let times = 0; times < 3; times++) await page.keyboard.press("Control+Shift+z");
  await becomes(() => edgesOf(id), expected);
  // Walked along its edges, found, and as an outline.
  await page.keyboard.press("/");
  await focused(page.getByRole("combobox", { name: "Search by name, type or content" }));
  await page.keyboard.type("start");
  await page.keyboard.press("Enter");
  await focused(canvas());
  await becomes(current, "Start");
  for (const name of ["Template", "If / else"]) {
    await page.keyboard.press("ArrowRight");
    await becomes(current, name);
  }
  await page.getByRole("button", { name: "Outline" }).click();
  const rows = page.getByRole("tree", { name: "Outline" }).getByRole("treeitem");
  await becomes(async () => await rows.count(), 5);
  await pictured("workflow-outline");
  faultless(page);
});

test("it is tried beside the canvas, and what is published is said before", async () => {
  const id = await made("Live", longGraph(3));
  await page.goto(`/apps/${id}/workflow`);
  await page.getByRole("button", { name: "Try", exact: true }).click();
  const tried = page.getByRole("region", { name: "Test run" });
  await tried.getByRole("button", { name: "Run", exact: true }).click();
  await page
    .getByRole("group", { name: /Step 1$/ })
    .getByRole("img", { name: "Succeeded" })
    .waitFor();
  await pictured("workflow-tried");
  await page.getByRole("button", { name: "Publish workflow", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Publish" });
  await dialog.getByText("Step 2").first().waitFor();
  await pictured("workflow-publish");
  await dialog.getByLabel("Version name").fill("First");
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByText("Workflow is live").waitFor();
  await page.getByRole("button", { name: "Nothing to publish" }).waitFor();
  assert.equal((await call(page, "GET", `/apps/${id}/workflows/publish`)).marked_name, "First");
  faultless(page);
});

test("what somebody else saves meanwhile is merged, node by node", async () => {
  const id = await made("Together", longGraph(3));
  await page.goto(`/apps/${id}/workflow?view=outline&node=step_1`);
  const panel = page.getByRole("region", { name: "Step 1" });
  await panel.waitFor();
  const other = await nextPage(page.context());
  await other.goto(`/apps/${id}/workflow?view=outline&node=step_2`);
  await other.getByRole("region", { name: "Step 2" }).waitFor();
  await page.getByLabel("Title", { exact: true }).fill("Mine");
  await stored();
  await becomes(async () => (await draft(id)).graph.nodes[1].data.title, "Mine");
  await other.getByLabel("Title", { exact: true }).fill("Theirs");
  await other.getByText("Their changes were merged with yours", { exact: false }).waitFor();
  await becomes(async () => (await draft(id)).graph.nodes.map(({ data }) => data.title).join(), "Start,Mine,Theirs");
  await other.getByRole("treeitem", { name: /Template: Mine/ }).waitFor();
  faultless(other);
  await other.close();
  faultless(page);
});

test("problems lead to their node", async () => {
  const graph = longGraph(3);
  graph.edges.push({ ...graph.edges[0], id: "back", source: "step_2", target: "step_1" });
  const id = await made("Broken", graph);
  await page.goto(`/apps/${id}/workflow`);
  await page.getByRole("button", { name: /\d problem/ }).click();
  const problems = page.getByRole("region", { name: "Problems" });
  await problems.getByRole("button").filter({ hasText: "Error" }).first().click();
  await page.getByRole("region", { name: /Step [12]/ }).waitFor();
  await pictured("workflow-problems");
  faultless(page);
});

test("nodes are copied as text, pasted, grouped and folded", async () => {
  const id = await made("Copies", longGraph(3));
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`/apps/${id}/workflow`);
  await canvas().focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await page.getByText("3 nodes copied").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^nodes:\n {2}- id: start\n/);
  await focused(canvas());
  await page.keyboard.press("Control+v");
  await becomes(async () => (await draft(id)).graph.nodes.length, 6);
  await page.keyboard.press("g");
  await page.keyboard.press("Escape");
  const group = page.getByRole("group", { name: "Group: Group" });
  await group.waitFor();
  await pictured("workflow-group");
  // Where the group begins: its far end is out of sight.
  const collapse = group.getByRole("button", { name: "Collapse" });
  assert.ok((await collapse.boundingBox()).x < 1280, "out of sight");
  await collapse.click();
  // What is out of sight is not drawn.
  await page.getByRole("button", { name: "Fit to screen" }).click();
  await becomes(() => page.locator(".react-flow__node").count(), 4);
  faultless(page);
});

test("of a thousand nodes only what is in sight is drawn, and only what is dragged is drawn again", async () => {
  const id = await made("Long", longGraph(1_000));
  await page.addInitScript(watchDrawn);
  await page.goto(`/apps/${id}/workflow`);
  await page.getByRole("group", { name: /Step 1$/ }).waitFor();
  for (let times = 0; times < 6; times++) await page.getByRole("button", { name: "Zoom out" }).click();
  await page.getByRole("button", { name: "Fit to screen" }).click();
  await becomes(() => page.locator(".react-flow__node").count(), 0);
  await pictured("workflow-far");
  await canvas().focus();
  await page.keyboard.press("/");
  await page.getByRole("combobox").fill("Step 555");
  await page.getByRole("option", { selected: true }).filter({ hasText: "Step 555" }).waitFor();
  await page.keyboard.press("Enter");
  const node = page.getByRole("group", { name: /Step 555$/ });
  await node.waitFor();
  assert.ok((await page.evaluate(() => window.drawn.most)) <= MOST_DRAWN, "too much was drawn at once");
  // Waits until it stands still under the pointer: the view follows what was found.
  await node.hover({ position: { x: 60, y: 20 } });
  const box = await node.boundingBox();
  const [x, y] = [box.x + 60, box.y + 20];
  await page.mouse.down();
  await page.mouse.move(x + 4, y + 4);
  await page.evaluate(watchFrames);
  for (let at = 1; at <= 20; at++) await page.mouse.move(x + 4 + at * 3, y + 4 + at * 2);
  const { most, frames } = await page.evaluate(() => {
    const found = window.framed;
    window.framed = null;
    return found;
  });
  await page.mouse.up();
  assert.ok(frames > 0 && most <= MOST_CHANGED, `${most} nodes and edges changed in one of ${frames} frames`);
  await becomes(async () => (await draft(id)).graph.nodes[555].position.x > (555 % 100) * 320, true);
  faultless(page);
});
