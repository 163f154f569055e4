// Chromium, and what every test asks of a page: no errors in it, nothing serious from axe.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterEach } from "node:test";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export const OWNER = { name: "Ada Lovelace", email: "ada@example.com", password: "plant a tree 1" };

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
}

/** A page that notes what goes wrong in it, in `page.faults`; a refusal that a test provokes is no fault. */
export async function openPage(browser, base, options = {}) {
  const usual = { baseURL: base, viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" };
  const context = await browser.newContext({ ...usual, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.faults = [];
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) window.longTasks.push(task.duration);
    }).observe({ type: "longtask" });
  });
  page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    const refusal = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !refusal) page.faults.push(`console: ${message.text()}`);
  });
  const answered = [];
  page.on("response", (response) => {
    const line = `${response.status()} ${response.request().method()} ${response.url()}`;
    if (response.status() >= 500) page.faults.push(line);
    if (response.url().includes("/api/")) answered.push(line);
  });
  opened.set(page, answered);
  page.on("close", () => opened.delete(page));
  return page;
}

/** The open pages, and what the API answered each. */
const opened = new Map();

// What a failed test left, for whoever has only its output to go by.
afterEach(async (test) => {
  for (const [page, answered] of opened) {
    if (test.passed === false) {
      const shown = await page.evaluate(() => document.body.textContent.slice(0, 3000)).catch(String);
      console.error([`At ${page.url()}:`, shown, ...answered.slice(-15), ...page.faults].join("\n"));
    }
    answered.length = 0;
  }
});

/** The longest that the page was busy at a stretch since this was last asked, in milliseconds; tasks under 50 count 0. */
export async function longest(page) {
  return page.evaluate(() => {
    const tasks = window.longTasks.splice(0);
    return Math.max(0, ...tasks);
  });
}

export function faultless(page) {
  assert.deepEqual(page.faults, []);
}

/** What axe finds serious or critical in the page as it is now: nothing. */
export async function accessible(page, name) {
  // By the debugger, which the page's content policy does not bind.
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: AXE });
  await session.detach();
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = found.violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  assert.deepEqual(serious, [], `axe on ${name}`);
}

/** Make the first account of a new installation through the API, if there is none yet, and sign in. */
export async function signedIn(page) {
  const { request } = page.context();
  const setup = await request.post("/console/api/setup", { data: { ...OWNER, language: "en" } });
  assert.ok([201, 403].includes(setup.status()), await setup.text());
  const login = await request.post("/console/api/login", { data: { email: OWNER.email, password: OWNER.password } });
  assert.equal(login.status(), 200, await login.text());
}

/** A request in the page's session. Returns the reply's JSON. */
export async function call(page, method, path, data) {
  const cookies = await page.context().cookies();
  const csrf = cookies.find((cookie) => cookie.name.startsWith("csrf_token"))?.value ?? "";
  const options = { method, data, headers: { "X-CSRF-Token": csrf } };
  const reply = await page.context().request.fetch(`/console/api${path}`, options);
  assert.ok(reply.ok(), `${method} ${path}: ${reply.status()} ${await reply.text()}`);
  return reply.status() === 204 ? null : reply.json();
}
