// What nodes say is filled in: variables chosen and typed, conditions, code that is tried, the workflow's own variables.
// The tests build on each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { becomes, call, faultless, focused, launch, openPage, pictured as picturedAt, signedIn } from "./browser.mjs";

let browser;
let page;
let id;

const node = (name, data, more = {}) => ({
  id: name,
  type: "custom",
  position: { x: 0, y: 0 },
  data: { type: name, title: name, ...data },
  ...more,
});
const NODES = [
  node("start", {
    title: "Start",
    variables: [
      { variable: "name", label: "Your name", type: "text-input", required: false },
      { variable: "age", label: "Age", type: "number", required: false },
    ],
  }),
  node("llm", { title: "Ask", prompt_template: [{ role: "user", text: "" }] }),
  node("code", {
    title: "Shout",
    code_language: "python3",
    code: 'def main(arg1):\n    return {"result": arg1 + "!"}\n',
    variables: [{ variable: "arg1", value_selector: [] }],
    outputs: { result: { type: "string", children: null } },
  }),
  node("if-else", { title: "Adult", cases: [{ case_id: "true", logical_operator: "and", conditions: [] }] }),
  node("answer", { title: "Reply", answer: "" }),
];
const EDGES = [
  ["start", "llm"],
  ["llm", "code"],
  ["code", "if-else"],
  ["if-else", "answer", "true"],
].map(([source, target, sourceHandle = "source"]) => ({
  id: `${source}-${target}`,
  source,
  sourceHandle,
  target,
  targetHandle: "target",
}));

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
  ({ id } = await call(page, "POST", "/apps", { name: "Forms", mode: "advanced-chat" }));
  const graph = { nodes: NODES, edges: EDGES };
  await call(page, "POST", `/apps/${id}/workflows/draft`, { graph, features: {} });
});

after(async () => {
  await call(page, "DELETE", `/apps/${id}`);
  await browser?.close();
});

const draft = () => call(page, "GET", `/apps/${id}/workflows/draft`);
const stored = async (name) => (await draft()).graph.nodes.find((each) => each.id === name).data;
const panel = (title) => page.getByRole("region", { name: title });
const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

async function opened(name) {
  await page.goto(`/apps/${id}/workflow?node=${name}`);
  return panel(NODES.find((each) => each.id === name).data.title);
}

/** Chooses a variable by keys: the button has the focus again, and says what was chosen. */
async function choose(within, label, typed, chosen) {
  await within.getByRole("button", { name: `${label}: Select a variable` }).click();
  await focused(page.getByRole("combobox", { name: "Search variables" }));
  await page.keyboard.type(typed);
  await page.getByRole("listbox", { name: label }).getByRole("option", { selected: true }).waitFor();
  await press("Enter");
  await focused(within.getByRole("button", { name: `${label}: ${chosen}` }));
}

const pictured = (name) => picturedAt(page, name);

test("a prompt names variables of what comes before, typed after a brace or a slash", async () => {
  const form = await opened("llm");
  const message = form.getByRole("textbox", { name: "Message 1" });
  await message.click();
  await page.keyboard.type("Hello {na");
  await page.getByRole("option", { name: /Start \/ name/, selected: true }).waitFor();
  await press("Enter");
  await page.keyboard.type(" of http://example.com, /age");
  await page.getByRole("option", { name: /Start \/ age/, selected: true }).waitFor();
  await press("Enter");
  const text = "Hello {{#start.name#}} of http://example.com, {{#start.age#}}";
  await becomes(async () => (await stored("llm")).prompt_template[0].text, text);
  assert.deepEqual(await message.locator(".variable-chip").allTextContents(), ["Start / name", "Start / age"]);
  await pictured("form-llm");
  faultless(page);
});

test("a chip is deleted whole, and undone", async () => {
  await panel("Ask").getByRole("textbox", { name: "Message 1" }).focus();
  await press("Control+End", "Backspace");
  await becomes(
    async () => (await stored("llm")).prompt_template[0].text,
    "Hello {{#start.name#}} of http://example.com, ",
  );
  await press("Control+z");
  await becomes(async () => /age/.test((await stored("llm")).prompt_template[0].text), true);
});

test("code is given a variable and tried as it stands", async () => {
  const form = await opened("code");
  await choose(form, "Value of arg1", "start na", "Start / name");
  await form.getByRole("textbox", { name: "Code" }).click();
  await press("Control+Home");
  await page.keyboard.type("# loud\n");
  await form.getByRole("textbox", { name: "arg1", exact: true }).fill("Ada");
  await form.getByRole("button", { name: "Try", exact: true }).click();
  await form.getByText('"result": "Ada!"').waitFor();
  assert.match((await stored("code")).code, /^# loud\n/);
  await pictured("form-code");
  faultless(page);
});

test("Escape leaves the code with Tab, and the panel stays", async () => {
  const form = panel("Shout");
  await form.getByRole("textbox", { name: "Code" }).focus();
  await press("Escape", "Tab");
  await focused(form.getByRole("textbox", { name: "arg1", exact: true }));
});

test("conditions go with the variable's type", async () => {
  const form = await opened("if-else");
  await form.getByRole("button", { name: "Add condition" }).click();
  await choose(form, "Variable of condition 1", "age", "Start / age");
  const operator = form.getByRole("combobox", { name: "Operator of condition 1" });
  assert.equal(await operator.inputValue(), "=");
  await operator.selectOption("≥");
  await form.getByRole("textbox", { name: "Value of condition 1" }).click();
  await page.keyboard.type("18");
  await becomes(async () => {
    const [{ conditions }] = (await stored("if-else")).cases;
    return conditions.map(({ variable_selector, comparison_operator, value }) => [
      variable_selector.join("."),
      comparison_operator,
      value,
    ]);
  }, [["start.age", "≥", "18"]]);
  await pictured("form-conditions");
  faultless(page);
});

test("a secret of the workflow is offered to nodes and never shown again", async () => {
  const form = await opened("answer");
  await form.waitFor();
  const more = async (item) => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await more("Environment variables");
  const dialog = page.getByRole("dialog", { name: "Environment variables" });
  await dialog.getByRole("button", { name: "Add variable" }).click();
  await dialog.getByRole("textbox", { name: "Name 1" }).fill("SHOP_KEY");
  await dialog.getByRole("combobox", { name: "Type of SHOP_KEY" }).selectOption("secret");
  await dialog.getByLabel("Value of SHOP_KEY").fill("sk-very-secret");
  await pictured("form-environment");
  await dialog.getByRole("button", { name: "Done" }).click();
  await becomes(
    async () => (await draft()).environment_variables.map(({ name, value }) => [name, value]),
    [["SHOP_KEY", "[__HIDDEN__]"]],
  );
  await form.getByRole("textbox", { name: "Answer" }).click();
  await page.keyboard.type("{shop");
  await page.getByRole("option", { name: /Environment \/ SHOP_KEY/ }).waitFor();
  await press("Enter");
  await becomes(async () => (await stored("answer")).answer, "{{#env.SHOP_KEY#}}");
  await page.reload();
  await more("Environment variables");
  assert.equal(await dialog.getByLabel("Value of SHOP_KEY").inputValue(), "");
  await press("Escape");
  await dialog.waitFor({ state: "hidden" });
  faultless(page);
});

test("a field of the start is what others can use", async () => {
  const form = await opened("start");
  await form.getByRole("button", { name: "Add field" }).click();
  const dialog = page.getByRole("dialog", { name: "Add field" });
  await dialog.getByRole("textbox", { name: "Variable" }).fill("name");
  await dialog.getByRole("button", { name: "Done" }).click();
  await dialog.getByText("Another field has this name.").waitFor();
  await dialog.getByRole("textbox", { name: "Variable" }).fill("plan");
  await dialog.getByRole("combobox", { name: "Type" }).selectOption("select");
  await dialog.getByRole("textbox", { name: "Options" }).fill("free\npaid");
  await pictured("form-start-field");
  await dialog.getByRole("button", { name: "Done" }).click();
  await becomes(async () => (await stored("start")).variables.map(({ variable }) => variable), ["name", "age", "plan"]);
  await pictured("form-start");
  faultless(page);
});
