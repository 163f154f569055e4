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
import { dragged, drop } from "./explorer.mjs";
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
  const uploaded = await page.evaluateHandle(clickedAtOnce);
  await drop(page, folder);
  const { time, planned, files: done } = await uploaded.evaluate(({ end }) => end);
  if (done !== files) throw new Error(`${done} files of ${files} were uploaded`);
  return { time, planned, busy: await longest(page) };
}

/** In the page: presses Upload as soon as that is possible, and notes when all is uploaded, to a frame. */
function clickedAtOnce() {
  const began = performance.now();
  let planned = 0;
  const end = new Promise((done) => {
    const look = () => {
      const button = document.querySelector("[role=dialog] button[type=submit]:not(:disabled)");
      if (!planned && button) {
        planned = performance.now() - began;
        button.click();
      }
      const [said] =
        /^[\d,]+ files uploaded$/m.exec(document.querySelector("section [role=status]")?.textContent) ?? [];
      if (said) done({ time: performance.now() - began, planned, files: Number.parseInt(said.replace(",", ""), 10) });
      else requestAnimationFrame(look);
    };
    look();
  });
  return { end };
}

const median = (times) => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)];
/** How long the browser itself takes to hand over the files that are dropped: listed, opened, read, and no more. */
async function byBrowserAlone(page, folder) {
  await page.goto("/apps");
  await page.getByRole("main").waitFor();
  const read = await page.evaluateHandle(readAll);
  const onto = page.getByRole("main");
  await dragged(page, folder, onto);
  return read.evaluate(({ end }) => end);
}

/** In the page: lists, opens and reads what is dropped, a thousand files as one, in the fastest way that was found. */
function readAll() {
  const list = async (folder) => {
    const inside = [];
    for await (const one of folder.values()) inside.push(one.kind === "file" ? one : list(one));
    return (await Promise.all(inside)).flat();
  };
  const end = new Promise((done) => {
    const drop = async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const began = performance.now();
      const handles = await list(await event.dataTransfer.items[0].getAsFileSystemHandle());
      const files = await Promise.all(handles.map((handle) => handle.getFile()));
      const packs = Array.from({ length: Math.ceil(files.length / 1_000) }, (_, at) =>
        new Blob(files.slice(at * 1_000, (at + 1) * 1_000)).arrayBuffer(),
      );
      await Promise.all(packs);
      done(performance.now() - began);
    };
    addEventListener("dragover", (event) => event.preventDefault(), { capture: true });
    addEventListener("drop", drop, { capture: true, once: true });
  });
  return { end };
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
  const found = { cli: [], alone: [], browser: [], busy: [] };
  for (let round = 0; round < rounds; round++) {
    const cli = await byCommandLine(page, folder);
    const alone = await byBrowserAlone(page, folder);
    const { time, planned, busy } = await byBrowser(page, folder);
    console.log(
      `command line ${seconds(cli)}, files read by Chromium alone ${seconds(alone)}, ` +
        `uploaded ${seconds(time)} (plan ${seconds(planned)}), longest task ${Math.round(busy)} ms`,
    );
    found.alone.push(alone);
    found.cli.push(cli);
    found.browser.push(time);
    found.busy.push(busy);
  }
  const ratio = median(found.browser) / median(found.cli);
  const busy = Math.max(...found.busy);
  console.log(
    `${(median(found.browser) / median(found.alone)).toFixed(2)} times what Chromium alone takes to read them`,
  );
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
