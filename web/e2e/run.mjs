// Starts one Treeline and runs all e2e/*.test.mjs against it, or those named on the command line, in their order.
//
// E2E_DELAY=1500 E2E_THROTTLE=2: requests to the API come up to so many milliseconds late, each by chance, and pages
// compute so many times slower. What passes this way waits for what it needs; a test that does not fails sooner or later.
//
// Files in which a test failed run once more, against a Treeline of their own. What passes then is named as unstable.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { startStack } from "./stack.mjs";

const MOST_LINES = 40;
const folder = fileURLToPath(new URL(".", import.meta.url));
const named = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.mjs"))
  .filter((name) => named.length === 0 || named.some((part) => name.includes(part)))
  .sort();

const notes = mkdtempSync(join(tmpdir(), "treeline-e2e-"));
process.env.E2E_FAILURES = join(notes, "failures");
const given = process.env.BASE_URL;

/** The files in which a test failed. */
async function failedOf(files) {
  const stack = await startStack();
  process.env.BASE_URL = stack.base;
  const failed = new Set();
  try {
    const tests = run({ files: files.map((name) => folder + name), concurrency: 1 });
    tests.on("test:fail", (event) => failed.add(basename(event.file ?? event.name)));
    await pipeline(tests.compose(spec), process.stdout, { end: false });
  } finally {
    await stack.stop();
    if (!given) delete process.env.BASE_URL;
  }
  return files.filter((name) => failed.has(name));
}

let failed = await failedOf(files);
if (failed.length > 0) {
  console.log(`== once more: ${failed.join(", ")}`);
  const again = await failedOf(failed);
  const unstable = failed.filter((name) => !again.includes(name));
  // Last of all, since the end of a log is what is looked at: what the first failures left.
  const left = process.env.E2E_FAILURES;
  if (existsSync(left)) console.log(readFileSync(left, "utf8").split("\n").slice(0, MOST_LINES).join("\n"));
  if (unstable.length > 0) console.log(`UNSTABLE: failed, and passed when run again: ${unstable.join(", ")}`);
  failed = again;
}
rmSync(notes, { recursive: true });
process.exit(failed.length > 0 ? 1 : 0);
