// Prints what a first visit of each of these pages loads, gzipped, and fails if that is more than the limit.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 180;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

const texts = (place) => `src/${place}/locales/zh-Hans.json`;
// Without the texts of errors, which are fetched while the page is shown.
const ALL = ["index.html", texts("i18n"), texts("features/accounts")];
const PAGES = {
  "/signin": [...ALL, "src/features/accounts/SignInPage.tsx"],
  "/install": [...ALL, "src/features/accounts/InstallPage.tsx"],
  "/apps": [...ALL, "src/app/Shell.tsx", "src/features/apps/AppsPage.tsx", texts("features/apps")],
};

function files(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is no chunk of the build`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const css of chunk.css ?? []) found.add(css);
  for (const next of chunk.imports ?? []) files(next, found);
  return found;
}

let tooLarge = false;
for (const [page, keys] of Object.entries(PAGES)) {
  const loaded = new Set(["index.html"]);
  for (const key of keys) files(key, loaded);
  let sum = 0;
  for (const file of loaded) sum += gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
  const kb = sum / 1024;
  tooLarge ||= kb > LIMIT_KB;
  console.log(`${page.padEnd(10)} ${kb.toFixed(1).padStart(6)} KB in ${loaded.size} files (limit ${LIMIT_KB})`);
}
process.exit(tooLarge ? 1 : 0);
