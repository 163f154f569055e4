// Workflows that start by themselves: the schedules of a workspace, switched off and on, run and run again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { becomes, call, faultless, launch, looked as lookedAt, openPage, signedIn } from "./browser.mjs";

// A schedule is due at whole minutes, and looked at every five seconds.
const A_MINUTE = 75_000;
const apps = {};
let browser;
let page;

before(async () => {
  browser = await launch();
  page = await openPage(browser, process.env.BASE_URL);
  await signedIn(page);
});

after(() => browser?.close());

const row = (title) => page.getByRole("row", { name: title });

function workflow(title, data) {
  const node = (id, type, more) => ({ id, position: { x: 0, y: 0 }, data: { type, title: id, ...more } });
  const nodes = [node("due", "trigger-schedule", { title, ...data }), node("end", "end", { outputs: [] })];
  const edge = { id: "e", source: "due", sourceHandle: "source", target: "end", targetHandle: "target" };
  return { nodes, edges: [edge] };
}

async function publish(name, title, data) {
  const { id } = await call(page, "POST", "/apps", { name, mode: "workflow" });
  apps[name] = id;
  await call(page, "POST", `/apps/${id}/workflows/draft`, { graph: workflow(title, data), features: {} });
  await call(page, "POST", `/apps/${id}/workflows/publish`, {});
}

const looked = (name) => lookedAt(page, name);

test("a workspace without schedules says where they come from", async () => {
  const { data } = await call(page, "GET", "/workspaces/current/schedules");
  for (const { app_id } of data) await call(page, "DELETE", `/apps/${app_id}`);
  await page.goto("/schedules");
  await page.getByText("No schedules yet").waitFor();
  await looked("schedules-none");
});

test("schedules are listed with when they are due, and switched off and on", async () => {
  await publish("Digest", "Each minute", { mode: "cron", cron_expression: "* * * * *", timezone: "Europe/Berlin" });
  const weekly = { time: "9:30 AM", weekdays: ["mon", "fri"] };
  await publish("Report", "Twice a week", {
    mode: "visual",
    frequency: "weekly",
    visual_config: weekly,
    timezone: "America/New_York",
  });
  await page.reload();
  await row("Twice a week").getByText("Every week on Monday & Friday at 09:30").waitFor();
  await page.getByRole("button", { name: "Twice a week" }).click();
  const next = page.getByRole("region", { name: "Next times" });
  await becomes(() => next.getByRole("listitem").count(), 5);
  await page.getByText("No time was due yet.").waitFor();
  // Whoever gets the address sees the same.
  await page.reload();
  await becomes(() => next.getByRole("listitem").count(), 5);
  await looked("schedules");
  const box = page.getByRole("checkbox", { name: "Run Twice a week on schedule" });
  await box.click();
  await next.getByText("The schedule is switched off.").waitFor();
  await page.getByRole("combobox", { name: "Show" }).selectOption("off");
  await becomes(() => page.getByRole("checkbox").count(), 1);
  await box.click();
  await page.getByText("No such schedules").waitFor();
});

test("the form of a schedule says when it is due next", async () => {
  await page.goto(`/apps/${apps.Report}/workflow?node=due`);
  await page.getByText("Every week on Monday & Friday at 09:30").waitFor();
  await page.getByLabel("Time", { exact: true }).fill("17:45");
  await page.getByRole("checkbox", { name: "Mon", exact: true }).press("Space");
  await page.getByText("Every week on Friday at 17:45").waitFor();
  await page.getByRole("checkbox", { name: "Fri", exact: true }).press("Space");
  await page.getByText("Choose at least one day of the week.").waitFor();
  await page.getByRole("combobox", { name: "Set by" }).selectOption("cron");
  await page.getByLabel("Cron expression").fill("0 8 L * *");
  await page.getByText("Every month on the last day at 08:00").waitFor();
  await looked("schedule-form");
});

test("a workflow starts by itself, and a time is run again", { timeout: 2 * A_MINUTE }, async () => {
  await page.goto("/schedules");
  await row("Each minute").getByText("Succeeded").waitFor({ timeout: A_MINUTE });
  await page.getByRole("button", { name: "Each minute" }).click();
  const times = page.getByRole("region", { name: "Past times" });
  const again = times.getByRole("button", { name: "Run again" }).last();
  const started = page.waitForResponse((reply) => reply.url().endsWith("/run") && reply.request().method() === "POST");
  await again.click();
  assert.equal((await started).status(), 200);
  await again.waitFor();
  await looked("schedules-ran");
});

test("nothing went wrong meanwhile", () => faultless(page));
