// A workflow that is drawn, tried and published: for pictures.
import { call } from "./browser.mjs";

const MODEL = { provider: "openai_api_compatible", name: "scripted", mode: "chat", completion_params: {} };
const OUTPUT = { variable: "notes", value_selector: ["write", "text"], value_type: "string" };

function node(id, type, title, x, y, data) {
  return { id, type: "custom", position: { x, y }, data: { type, title, ...data } };
}

const edge = (source, target, sourceHandle = "source") => ({
  id: `${source}-${sourceHandle}-${target}`,
  type: "custom",
  source,
  sourceHandle,
  target,
  targetHandle: "target",
});

const GRAPH = {
  nodes: [
    node("start", "start", "Merged changes", 0, 120, {
      variables: [{ variable: "changes", label: "Changes", type: "paragraph", required: true, max_length: 4000 }],
    }),
    node("any", "if-else", "Anything for users?", 300, 120, {
      cases: [
        {
          case_id: "yes",
          logical_operator: "and",
          conditions: [
            {
              id: "1",
              variable_selector: ["start", "changes"],
              comparison_operator: "not contains",
              value: "[internal]",
            },
          ],
        },
      ],
    }),
    node("write", "llm", "Write the notes", 620, 20, {
      model: MODEL,
      prompt_template: [{ role: "user", text: "Say for users what is new:\n{{#start.changes#}}" }],
    }),
    node("approve", "human-input", "Approve", 940, 20, {
      form_content: "{{#write.text#}}",
      inputs: [{ type: "paragraph", output_variable_name: "remark" }],
      user_actions: [
        { id: "publish", title: "Publish", button_style: "primary" },
        { id: "drop", title: "Drop", button_style: "default" },
      ],
      timeout: 3,
      timeout_unit: "day",
    }),
    node("published", "end", "Published", 1260, 0, { outputs: [OUTPUT] }),
    node("nothing", "end", "Nothing to say", 940, 300, { outputs: [] }),
  ],
  edges: [
    edge("start", "any"),
    edge("any", "write", "yes"),
    edge("any", "nothing", "false"),
    edge("write", "approve"),
    edge("approve", "published", "publish"),
    edge("approve", "nothing", "drop"),
    edge("approve", "nothing", "__timeout"),
  ],
};

/** A published workflow with a run that waits for somebody. */
export async function drawn(page, app) {
  const at = `/apps/${app}/workflows`;
  await call(page, "POST", `${at}/draft`, { graph: GRAPH, features: {} });
  await call(page, "POST", `${at}/publish`, { marked_name: "First edition" });
  const inputs = { changes: "Search is twice as fast. Folders can be dropped on the tree." };
  await page.context().request.post(`/console/api${at}/draft/run`, {
    data: { inputs },
    headers: { "X-CSRF-Token": (await page.context().cookies()).find(({ name }) => name.includes("csrf")).value },
  });
}

/** Name of the picture, the address, and what is done before it is taken. */
export function workflowPages(page, app) {
  const canvas = () => page.getByRole("application", { name: /^Canvas/ }).waitFor();
  return [
    ["workflow", `/apps/${app}/workflow`, canvas],
    [
      "workflow-node",
      `/apps/${app}/workflow`,
      () => canvas().then(() => page.getByText("Write the notes").first().click()),
    ],
    ["workflow-runs", `/apps/${app}/runs`],
    ["workflow-versions", `/apps/${app}/workflow-versions`],
    ["triggers", `/apps/${app}/triggers`],
    ["waiting", "/waiting"],
    ["schedules", "/schedules"],
    ["subscriptions", "/subscriptions"],
  ];
}
