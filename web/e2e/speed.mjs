// A folder of 10,000 files of 4 KiB, dropped in a real browser, against `treeline assets push` of the same folder; and
// how long the page was ever busy at a stretch. Fails above twice the time, or above 100 ms.
//
// node e2e/speed.mjs [files] [rounds]
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { call, launch, longest, openPage, signedIn } from "./browser.mjs";
import { drop } from "./explorer.mjs";
import { startStack } from "./stack.mjs";

const TREELINE = fileURLToPath(new URL("../../.venv/bin/treeline", import.meta.url));
const files = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 3);
const [MOST_TIMES, MOST_BUSY] = [2, 100];

function folderOf(under) {
  const folder = join(under, "files");
  for (let at = 0; at < files; at++) {
    const inside = join(folder, `part ${at % 10}`, `chapter ${at % 100}`);
    mkdirSync(inside, { recursive: true });
    writeFileSync(join(inside, `page ${at}.bin`), randomBytes(4096));
  }
  return folder;
}

async function byCommandLine(page, folder) {
  const app = await call(page, "POST", "/apps", { name: "CLI", mode: "chat" });
  const { token } = await call(page, "POST", `/apps/${app.id}/api-keys`);
  const env = { ...process.env, TREELINE_URL: stack.base, TREELINE_KEY: token };
  const began = performance.now();
  await promisify(execFile)(TREELINE, ["assets", "push", folder, "--json"], { env });
  return performance.now() - began;
}

async function byBrowser(page, folder) {
  const app = await call(page, "POST", "/apps", { name: "Browser", mode: "chat" });
  await page.goto(`/apps/${app.id}/assets`);
  await page.getByText("Drop a folder here").waitFor();
  await longest(page);
  const began = performance.now();
  await drop(page, folder);
  await page.getByRole("dialog").getByRole("button", { name: "Upload", exact: true }).click();
  const planned = performance.now() - began;
  await page
    .getByText(`${files.toLocaleString("en")} files uploaded`)
    .or(page.getByText(`${files} files uploaded`))
    .waitFor();
  return { time: performance.now() - began, planned, busy: await longest(page) };
}

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
const stack = await startStack();
const browser = await launch();
const work = mkdtempSync(join(tmpdir(), "treeline-speed-"));
let code = 1;
try {
  const folder = folderOf(work);
  const page = await openPage(browser, stack.base);
  page.context().setDefaultTimeout(120_000);
  await signedIn(page);
  const found = { cli: [], browser: [], busy: [] };
  for (let round = 0; round < rounds; round++) {
    const cli = await byCommandLine(page, folder);
    const { time, planned, busy } = await byBrowser(page, folder);
    console.log(
      `command line ${seconds(cli)}, browser ${seconds(time)} (plan ${seconds(planned)}), longest task ${Math.round(busy)} ms`,
    );
    found.cli.push(cli);
    found.browser.push(time);
    found.busy.push(busy);
  }
  const ratio = Math.min(...found.browser) / Math.min(...found.cli);
  const busy = Math.max(...found.busy);
  code = ratio <= MOST_TIMES && busy <= MOST_BUSY ? 0 : 1;
  console.log(
    `${files} files of 4 KiB: ${ratio.toFixed(2)} times the command line (at most ${MOST_TIMES}), ` +
      `longest task ${Math.round(busy)} ms (at most ${MOST_BUSY}): ${code === 0 ? "pass" : "MISS"}`,
  );
} finally {
  await browser.close();
  await stack.stop();
  rmSync(work, { recursive: true, force: true });
}
process.exit(code);
