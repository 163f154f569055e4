// Starts one Treeline and runs all e2e/*.test.mjs against it, or those named on the command line, in their order.
//
// E2E_DELAY=1500 E2E_THROTTLE=2: requests to the API come up to so many milliseconds late, each by chance, and pages
// compute so many times slower. What passes this way waits for what it needs; a test that does not fails sooner or later.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
const failures = join(notes, "failures");
const stack = await startStack();
let code = 1;
try {
  const arguments_ = ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files.map((name) => folder + name)];
  const tests = spawn(process.execPath, arguments_, {
    stdio: "inherit",
    env: { ...process.env, BASE_URL: stack.base, E2E_FAILURES: failures },
  });
  code = await new Promise((ended) => tests.once("exit", (status) => ended(status ?? 1)));
} finally {
  await stack.stop();
}
// Last of all, since the end of a log is what is looked at: what the first failures left.
if (existsSync(failures)) console.log(readFileSync(failures, "utf8").split("\n").slice(0, MOST_LINES).join("\n"));
rmSync(notes, { recursive: true });
process.exit(code);
