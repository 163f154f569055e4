// Pictures of every page, wide and narrow, light and dark, in e2e/screenshots: to be looked at.
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { call, launch, openPage, signedIn } from "./browser.mjs";
import { startStack } from "./stack.mjs";

const folder = fileURLToPath(new URL("./screenshots/", import.meta.url));
const WIDTHS = { 1280: 800, 390: 844 };
const only = process.argv[2] ?? "";

const APPS = [
  { name: "Handbook", mode: "agent-chat", description: "Everything a newcomer asks in the first week." },
  { name: "Release notes", mode: "workflow", description: "From merged changes to a text for people." },
  { name: "Support", mode: "chat", description: "" },
  { name: "An app whose name is as long as forty ch", mode: "completion", description: "Long. ".repeat(60).trim() },
  { name: "Research", mode: "advanced-chat", description: "Reads papers, keeps notes." },
];

/** Name of the picture, the address, and what is done before it is taken. */
async function pages(page) {
  const ids = (await call(page, "GET", "/apps?limit=100")).data.map((app) => app.id);
  const id = ids[ids.length - 1];
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  return [
    ["apps", "/apps"],
    ["apps-new", "/apps", () => press("New app")],
    ["apps-menu", "/apps", () => press("More for Handbook")],
    ["app-files", `/apps/${id}/assets`],
    ["app-versions", `/apps/${id}/versions`],
    ["app-skills", `/apps/${id}/skills`],
    ["app-access", `/apps/${id}/access`],
    ["app-access-new", `/apps/${id}/access`, () => press("New key")],
    ["app-settings", `/apps/${id}/settings`],
    ["app-delete", `/apps/${id}/settings`, () => press("Delete the app")],
    ["operations", "/operations"],
    ["settings", "/settings"],
    ["not-found", "/nothing"],
    ["app-gone", "/apps/0190d5a0-0000-7000-8000-000000000000/assets"],
  ];
}

async function take(page, name, address, act) {
  if (!name.includes(only)) return;
  for (const [width, height] of Object.entries(WIDTHS)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width: Number(width), height });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(address, { waitUntil: "networkidle" }).catch(() => {});
      if (act) await act();
      await page.waitForTimeout(500);
      await page.screenshot({ path: `${folder}${name}-${width}-${colorScheme}.png` });
    }
  }
}

const stack = await startStack();
const browser = await launch();
try {
  if (!only) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const page = await openPage(browser, stack.base);
  await take(page, "install", "/install");
  await signedIn(page);
  await take(page, "apps-none", "/apps");
  for (const app of APPS) await call(page, "POST", "/apps", app);
  const { data } = await call(page, "GET", "/apps");
  await call(page, "POST", `/apps/${data.at(-1).id}/api-keys`);
  for (const [name, address, act] of await pages(page)) await take(page, name, address, act);
  await page.context().clearCookies();
  await take(page, "signin", "/signin");
} finally {
  await browser.close();
  await stack.stop();
}
