// Knowledge bases for pictures: a shelf of policies, one document that failed, and an app that answers from it.
import { call } from "./browser.mjs";

const PROVIDER = "openai_api_compatible";
const REFUNDS = `# Refunds

## How long it takes

It takes seven days for a refund to reach the card that was used. Gift cards are refunded at once.

## What is needed

The number of the order, and the parcel in the state in which it came. Shipping is not refunded, unless the parcel was
damaged on its way.
`;
const TEXTS = [
  ["refunds.md", "policies", REFUNDS],
  ["exchanges.md", "policies", "# Exchanges\n\nA size is exchanged once, without a fee, within thirty days.\n"],
  ["shipping.md", "policies/shipping", `# Shipping\n\n${"Parcels take two days on the mainland. ".repeat(60)}\n`],
  ["customs.md", "policies/shipping", "# Customs\n\nDuties are paid by whoever receives the parcel.\n"],
  ["returns-zh.md", "policies/zh", "# 退货\n\n退款需要七天，退回原支付卡。\n"],
  ["a-name-that-is-as-long-as-the-people-who-wrote-it-wanted-it-to-be-2026-11-30.md", "", "# Notes\n\nNothing yet.\n"],
  ["legacy.md", "archive", "# Legacy\n\nThese pages are not for models.\n"],
];

/** Returns the ids of the knowledge base, the app and the document that is cited. */
export async function shelved(page, base) {
  await call(page, "POST", `/workspaces/current/model-providers/${PROVIDER}/models`, {
    model: "scripted-rerank",
    model_type: "rerank",
  });
  const chosen = ["embedding", "rerank"].map((kind) => ({
    model_type: kind === "embedding" ? "text-embedding" : kind,
    provider: PROVIDER,
    model: `scripted-${kind}`,
  }));
  await call(page, "POST", "/workspaces/current/default-model", { model_settings: chosen });
  const shared = { permission: "all_team_members", indexing_technique: "high_quality" };
  const { id } = await call(page, "POST", "/datasets", { name: "Policies", ...shared });
  await call(page, "POST", "/datasets", { name: "Press releases", indexing_technique: "economy" });
  const { token } = await call(page, "POST", "/datasets/api-keys", { name: "Website" });
  const limited = { name: "Intranet", dataset_ids: [id], scopes: ["read"] };
  await call(page, "POST", "/datasets/api-keys", limited);
  const headers = { Authorization: `Bearer ${token}` };
  for (const [name, folder, text] of TEXTS) {
    const data = { name, text, folder };
    await page.request.post(`${base}/v1/datasets/${id}/document/create-by-text`, { headers, data });
  }
  await indexed(page, id);
  return { id, app: await answered(page, base, id) };
}

async function indexed(page, id) {
  for (;;) {
    const { data } = await call(page, "GET", `/datasets/${id}/documents?limit=100`);
    if (data.every((each) => ["completed", "error"].includes(each.indexing_status))) return;
    await page.waitForTimeout(200);
  }
}

/** An app that has answered once. */
async function answered(page, base, dataset) {
  const app = (await call(page, "POST", "/apps", { name: "Help desk", mode: "chat" })).id;
  await call(page, "POST", `/apps/${app}/model-config`, {
    model: { provider: PROVIDER, name: "scripted" },
    pre_prompt: "You answer customers, by the policies alone.",
    suggested_questions: ["How many days for a refund?"],
    retriever_resource: { enabled: true },
    dataset_configs: {
      retrieval_model: "multiple",
      top_k: 3,
      datasets: { datasets: [{ dataset: { id: dataset, enabled: true } }] },
      metadata_filtering_mode: "manual",
      metadata_filtering_conditions: {
        logical_operator: "and",
        conditions: [
          { name: "folder", comparison_operator: "start with", value: "policies" },
          { name: "upload_date", comparison_operator: "after", value: "2026-01-01" },
        ],
      },
    },
  });
  const { token } = await call(page, "POST", `/apps/${app}/api-keys`);
  const data = { inputs: {}, query: "How many days for a refund?", user: "reader-1" };
  await page.request.post(`${base}/v1/chat-messages`, { headers: { Authorization: `Bearer ${token}` }, data });
  return app;
}

/** Name of the picture, the address, and what is done before it is taken. */
export function knowledgePages(page, { id, app }) {
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const dataset = `/datasets/${id}`;
  return [
    ["knowledge", "/knowledge"],
    ["knowledge-new", "/knowledge", () => press("Create knowledge base")],
    ["documents", dataset],
    ["documents-folder", `${dataset}?folder=policies/shipping`],
    ["documents-selected", dataset, () => page.getByRole("checkbox", { name: "Select all" }).check()],
    ["documents-menu", dataset, () => press("Actions for legacy.md")],
    ["documents-add", dataset, () => adding(page)],
    ["documents-move", dataset, () => moving(page)],
    ["dataset-search", `${dataset}/search?query=days+for+a+refund`],
    ["dataset-why", `${dataset}/search?query=days+for+a+refund`, () => page.getByText("Score details").first().click()],
    ["dataset-reader", `${dataset}/search?query=days+for+a+refund`, () => found(page)],
    ["dataset-keys", `${dataset}/keys`],
    ["dataset-keys-new", `${dataset}/keys`, () => press("New key")],
    ["dataset-settings", `${dataset}/settings`],
    ["dataset-settings-rerank", `${dataset}/settings`, () => reranked(page)],
    ["studio-knowledge", `/apps/${app}/studio`, () => configured(page)],
    ["studio-knowledge-add", `/apps/${app}/studio`, () => choosing(page)],
    ["studio-sources", `/apps/${app}/studio`, () => sourced(page)],
    [
      "log-sources",
      `/apps/${app}/logs`,
      () => page.getByRole("list", { name: "Logs" }).getByRole("link").first().click(),
    ],
  ];
}

async function adding(page) {
  const buffer = Buffer.from(`${REFUNDS}\n## Who decides\n\n${"The desk decides within a day. ".repeat(80)}\n`);
  await page.getByLabel("Upload files").setInputFiles([{ name: "refunds-2.md", mimeType: "text/markdown", buffer }]);
  const form = page.getByRole("dialog");
  await form.getByLabel("Splitting").selectOption("Custom");
  await form.getByLabel("Max length (tokens)").fill("60");
  await form.getByLabel("Overlap (tokens)").fill("10");
  await page.waitForTimeout(800);
  await page.waitForLoadState("networkidle");
}

async function moving(page) {
  await page.getByRole("button", { name: "Actions for customs.md", exact: true }).click();
  await page.getByRole("menuitem", { name: "Move…" }).click();
  await page.getByRole("dialog").waitFor();
}

async function found(page) {
  await page.getByRole("list", { name: "Results" }).getByRole("link").first().click();
  await page.locator("mark").waitFor();
}

async function reranked(page) {
  await page.getByLabel("Ranking").selectOption("Rerank model");
  await page.getByLabel("Rerank model").scrollIntoViewIfNeeded();
}

async function configured(page) {
  await page.getByText("Retrieval settings").click();
  await page.getByRole("heading", { name: "Knowledge", exact: true }).scrollIntoViewIfNeeded();
  await page.getByRole("heading", { name: "Knowledge", exact: true }).evaluate((each) => each.scrollIntoView());
}

async function choosing(page) {
  const section = page.locator("section", { has: page.getByRole("heading", { name: "Knowledge", exact: true }) });
  await section.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("checkbox", { name: /Press/ }).waitFor();
}

async function sourced(page) {
  const toTry = page.getByRole("button", { name: "Try it", exact: true });
  await page.getByRole("heading", { name: "Knowledge", exact: true }).evaluate((each) => each.scrollIntoView());
  if (await toTry.isVisible()) await toTry.click();
  await page.getByRole("button", { name: "How many days for a refund?" }).click();
  await page.getByRole("region", { name: "Sources" }).waitFor();
}
