// A workflow asks people: in the console's list, and by a link that needs no account. The tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, looked as lookedAt, openPage, signedIn } from "./browser.mjs";

const FIELDS = [
  { type: "paragraph", output_variable_name: "why", label: "Reason", required: true },
  { type: "select", output_variable_name: "color", label: "Color", options: ["Red", "Blue"] },
  { type: "file_list", output_variable_name: "papers", label: "Papers" },
];
const ACTIONS = [
  { id: "approve", title: "Approve", button_style: "primary" },
  { id: "reject", title: "Reject", button_style: "default" },
];
const TEXT = "# Refund\n\n**{{#start.who#}}** wants *30 €* back.\n\n{{#$outputs.why#}}\n\nAnd then:";
let browser;
let page;
let id;
let headers;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  ({ id } = await call(page, "POST", "/apps", { name: "Refunds", mode: "workflow" }));
  await call(page, "POST", `/apps/${id}/workflows/draft`, { graph: graph() });
  await call(page, "POST", `/apps/${id}/workflows/publish`, {});
  headers = { Authorization: `Bearer ${(await call(page, "POST", `/apps/${id}/api-keys`)).token}` };
});

after(async () => {
  await call(page, "DELETE", `/apps/${id}`);
  await browser?.close();
});

function graph() {
  const node = (name, type, x, data) => {
    const position = { x, y: name === "kept" ? 240 : 80 };
    return { id: name, type: "custom", position, data: { type, title: name, ...data } };
  };
  const edge = (source, target, sourceHandle) => ({ id: target, source, target, sourceHandle, targetHandle: "target" });
  const who = { variable: "who", label: "who", type: "text-input" };
  const told = ["__action_id", "why", "color"].map((name) => ({ variable: name, value_selector: ["ask", name] }));
  const ask = { title: "Approve the refund", form_content: TEXT, inputs: FIELDS, user_actions: ACTIONS, timeout: 3 };
  return {
    nodes: [
      node("start", "start", 0, { variables: [who] }),
      node("ask", "human-input", 340, { ...ask, timeout_unit: "day" }),
      node("sent", "end", 680, { outputs: told }),
      node("kept", "end", 680, { outputs: told }),
    ],
    edges: [edge("start", "ask", "source"), edge("ask", "sent", "approve"), edge("ask", "kept", "reject")],
  };
}

const button = (name, within = page) => within.getByRole("button", { name, exact: true });

/** The id of a run that waits. */
async function asked() {
  const data = { inputs: { who: "Ann" }, user: "ann", response_mode: "blocking" };
  const reply = await page.request.post(`${process.env.BASE_URL}/v1/workflows/run`, { headers, data });
  const run = await reply.json();
  assert.equal(run.data?.status, "paused", JSON.stringify(run));
  return run.task_id;
}

const outputsOf = async (run) => (await call(page, "GET", `/apps/${id}/workflow-runs/${run}`)).outputs;

const looked = (name, at = page) => lookedAt(at, name);

test("a member answers in the list", async () => {
  await page.goto("/waiting");
  await page.getByText("Nothing is waiting").waitFor();
  await looked("people-none");
  const run = await asked();
  await page.reload();
  await page.getByRole("link", { name: "Approve the refund" }).waitFor();
  await looked("people-waiting");
  await page.getByRole("link", { name: "Approve the refund" }).click();
  const dialog = page.getByRole("dialog", { name: "Approve the refund" });
  await dialog.getByRole("heading", { name: "Refund", exact: true }).waitFor();
  await button("Approve", dialog).click();
  await dialog.getByText("This is required.").waitFor();
  await looked("people-answering");
  await dialog.getByLabel("Reason").fill("Too late");
  await dialog.getByLabel("Color").selectOption("Blue");
  await button("Approve", dialog).click();
  await page.getByText("Answer sent.").waitFor();
  await page.getByText("Nothing is waiting").waitFor();
  await becomes(() => outputsOf(run), { __action_id: "approve", why: "Too late", color: "Blue" });
  await page.getByRole("link", { name: "Answered", exact: true }).click();
  await page.getByRole("row", { name: /Approve the refund.*Approve.*Ada/ }).waitFor();
  await looked("people-answered");
  await page.getByRole("link", { name: "Approve the refund" }).click();
  await dialog.getByText(/Approve, by Ada/).waitFor();
  await dialog.getByText("Too late").waitFor();
  faultless(page);
});

test("whoever has the link answers without an account", async () => {
  const run = await asked();
  const [{ id: form }] = (await call(page, "GET", `/human-input-forms?run_id=${run}`)).data;
  const { form_token: token } = await call(page, "GET", `/human-input-forms/${form}`);
  const guest = await openPage(browser, process.env.BASE_URL);
  await guest.goto(`/form/${token}`);
  await guest.getByRole("heading", { name: "Approve the refund" }).waitFor();
  await guest.getByRole("heading", { name: "Refund", exact: true }).waitFor();
  await looked("people-link", guest);
  await guest.getByLabel("Reason").fill("No receipt");
  const file = { name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear Ann") };
  await guest.getByLabel("Papers").setInputFiles(file);
  await guest.getByText("letter.txt").waitFor();
  await button("Reject", guest).click();
  await guest.getByRole("heading", { name: "Thank you" }).waitFor();
  await looked("people-thanks", guest);
  await guest.reload();
  await guest.getByText("This form has already been answered.").waitFor();
  await becomes(async () => (await outputsOf(run))?.why, "No receipt");
  faultless(guest);
});

test("what is asked is written beside the canvas, and answered on the run's page", async () => {
  await page.goto(`/apps/${id}/workflow?node=ask`);
  const panel = page.getByRole("region", { name: "Approve the refund" });
  await panel.getByLabel("Button 1", { exact: true }).waitFor();
  await looked("people-node");
  // The panel scrolls, and the page does not.
  assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight));
  const saved = page.waitForResponse(
    (reply) => reply.url().endsWith("/workflows/draft") && reply.request().method() === "POST",
  );
  await panel.getByLabel("Button 1", { exact: true }).fill("Pay");
  await saved;
  const { graph } = await call(page, "GET", `/apps/${id}/workflows/draft`);
  const { user_actions: actions, form_content: text } = graph.nodes.find((each) => each.id === "ask").data;
  assert.deepEqual([actions.map(({ title }) => title), text], [["Pay", "Reject"], TEXT]);
  const run = await asked();
  await page.goto(`/apps/${id}/runs/${run}`);
  const form = page.getByRole("region", { name: "Approve the refund" });
  await form.getByLabel("Reason").fill("Fine");
  await looked("people-run");
  await button("Approve", form).click();
  await becomes(async () => (await outputsOf(run))?.why, "Fine");
  await form.waitFor({ state: "detached" });
  faultless(page);
});
