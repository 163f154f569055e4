// Chromium, and what every test asks of a page: no errors in it, nothing serious from axe.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterEach } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual, stripVTControlCharacters } from "node:util";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** How long anything may take that has to come, in milliseconds: no claim of speed, a slow machine gets there too. */
const PATIENCE = 60_000;
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

// Finds what a test does not wait for: each request to the API comes up to so many milliseconds late, and the page
// computes so many times slower.
const [DELAY, THROTTLE] = [Number(process.env.E2E_DELAY ?? 0), Number(process.env.E2E_THROTTLE ?? 1)];

async function late(route) {
  await pause(Math.random() * DELAY);
  // The page may be gone by then.
  await route.fallback().catch(() => {});
}

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
}

/** A page that notes what goes wrong in it, in `page.faults`; a refusal that a test provokes is no fault. */
export async function openPage(browser, base, options = {}) {
  const usual = { baseURL: base, viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" };
  const context = await browser.newContext({ ...usual, ...options });
  context.setDefaultTimeout(PATIENCE);
  if (DELAY) await context.route("**/console/api/**", late);
  return nextPage(context);
}

/** Another page with the same session, watched as the first one is. */
export async function nextPage(context) {
  const page = await context.newPage();
  if (THROTTLE > 1) {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: THROTTLE });
  }
  page.faults = [];
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) window.longTasks.push(task.duration);
    }).observe({ type: "longtask" });
    // Undo is offered for as long as a slow machine needs to press it.
    const { setTimeout } = window;
    window.setTimeout = (act, after, ...rest) => setTimeout(act, after === 8_000 ? 120_000 : after, ...rest);
  });
  // A browser that edits text keeps its style for a moment: that is its own doing, and comes to nothing.
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", ({ target, effectiveDirective, blockedURI }) => {
      if (effectiveDirective === "style-src-attr" && target.isContentEditable) return;
      console.error("against the content policy:", effectiveDirective, blockedURI, target.outerHTML?.slice(0, 300));
    }),
  );
  page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    const refusal = /^Failed to load resource|Content Security Policy directive/.test(message.text());
    if (message.type() === "error" && !refusal) page.faults.push(`console: ${message.text()}`);
    if (message.text().startsWith("against the content policy:")) violations.push(message.text());
  });
  const answered = [];
  page.on("response", (response) => {
    const { pathname, search } = new URL(response.url());
    const path = pathname.replace("/console/api", "");
    const line = `${response.status()} ${response.request().method()} ${path}${search}`;
    if (response.status() >= 500) page.faults.push(line);
    if (path !== pathname) answered.push(line);
  });
  opened.set(page, answered);
  page.on("close", () => opened.delete(page));
  return page;
}

/** The open pages, and what the API answered each. */
const opened = new Map();
/** What the content policy has kept pages from doing, since the test before. */
const violations = [];

// What a failed test left, for whoever has only its output to go by; and the next one begins on a page without it.
afterEach(async (test) => {
  for (const [page, answered] of opened) {
    if (test.passed === false) {
      const said = await left(page, test, answered);
      console.error(said);
      if (process.env.E2E_FAILURES) appendFileSync(process.env.E2E_FAILURES, `${said}\n`);
      await startedAnew(page).catch((error) => console.error(`The page could not be loaded again: ${error.message}`));
    }
    answered.length = 0;
  }
  assert.deepEqual(violations.splice(0), []);
});

/** In a dozen lines: how a test failed, and what its page showed. run.mjs says it once more at the end. */
async function left(page, { name, error }, answered) {
  const why = stripVTControlCharacters(error?.cause?.stack ?? error?.stack ?? String(error)).split("\n");
  const where = why.find((line) => line.includes("/e2e/"));
  const message = why.filter((line) => line.trim() && !line.trim().startsWith("at ")).slice(0, 8);
  const { dialogs, focus, text } = await page.evaluate(shown).catch((error) => ({ text: error.message }));
  const lines = [
    `✖ ${name}`,
    ...message,
    where?.trim(),
    `On ${page.url()}, dialogs: ${dialogs?.join(", ") || "none"}, focus: ${focus}`,
    text,
    `The API answered: ${answered.slice(-6).join(", ")}`,
    ...page.faults.slice(0, 2),
  ];
  return lines.map((line) => (line ?? "").slice(0, 600)).join("\n  ");
}

/** In the page: the topmost dialog or else the page itself as text, and what has the focus. */
function shown() {
  const dialogs = [...document.querySelectorAll("[role=dialog], [role=alertdialog]")];
  const { activeElement: at } = document;
  return {
    dialogs: dialogs.map((each) => each.querySelector("h2")?.textContent ?? each.ariaLabel),
    focus: `${at?.tagName.toLowerCase()} ${at?.ariaLabel ?? at?.id ?? ""}`,
    // biome-ignore lint/performance/useDomNodeTextContent: what is seen, no lists that are folded
    text: (dialogs.at(-1) ?? document.querySelector("main") ?? document.body).innerText.replace(/\s+/g, " "),
  };
}

async function startedAnew(page) {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await signedIn(page);
  await page.reload();
  page.faults.length = 0;
}

/** Waits until `look` finds `expected`: what an action leads to comes after it. */
export async function becomes(look, expected) {
  for (const began = Date.now(); ; await pause(50)) {
    const found = await look();
    if (isDeepStrictEqual(found, expected)) return;
    if (Date.now() - began > PATIENCE) assert.deepEqual(found, expected);
  }
}

/** Where E2E_PICTURES says a folder: pictures for people, in both widths and colors. */
const PICTURES = process.env.E2E_PICTURES;

async function shot(page, name, width, colorScheme, fullPage) {
  await page.emulateMedia({ colorScheme });
  await page.screenshot({ path: `${PICTURES}/${name}-${width}-${colorScheme}.png`, fullPage });
}

/** axe finds nothing serious. Pictures of what is seen, in both widths. */
export async function pictured(page, name) {
  await accessible(page, name);
  for (const width of PICTURES ? [390, 1280] : []) {
    await page.setViewportSize({ width, height: 800 });
    for (const scheme of ["dark", "light"]) await shot(page, name, width, scheme, false);
  }
}

/** axe finds nothing serious, and nothing runs off the page at either width. Pictures of the whole page. */
export async function looked(page, name) {
  await accessible(page, name);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await becomes(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    for (const scheme of PICTURES ? ["dark", "light"] : []) await shot(page, name, width, scheme, true);
  }
}

/** Waits until it has the focus, or with ":focus-within" something in it: what is typed before goes elsewhere. */
export async function focused(locator, how = ":focus") {
  await locator.and(locator.page().locator(how)).waitFor();
}

/**
 * The session ends with the next such request of the page, which is turned away. Ended before it is made, the session is
 * missed by whatever the page asks first.
 */
export async function endSessionAt(page, method, url) {
  let ended = false;
  await page.route(url, async (route) => {
    if (!ended && route.request().method() === method) {
      ended = true;
      await page.context().clearCookies({ name: /^(access|refresh)_token/ });
    }
    // Not unrouted before: that lets go what is held here.
    await route.fallback();
  });
}

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

/** In the page: waits until colors and places no longer change. A spinner never stands still. */
function still() {
  const moving = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
  return Promise.allSettled(moving.map(({ finished }) => finished)).then(() => {});
}

/** What axe finds serious or critical in the page as it is now: nothing. */
export async function accessible(page, name) {
  // By the debugger, which the page's content policy does not bind.
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: AXE });
  await session.detach();
  await page.evaluate(still);
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
  const options = { method, data, headers: { "X-CSRF-Token": csrf }, timeout: 3 * PATIENCE };
  const reply = await page.context().request.fetch(`/console/api${path}`, options);
  assert.ok(reply.ok(), `${method} ${path}: ${reply.status()} ${await reply.text()}`);
  return reply.status() === 204 ? null : reply.json();
}
