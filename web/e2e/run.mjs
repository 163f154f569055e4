// Starts one Treeline and runs all e2e/*.test.mjs against it, or those named on the command line, in their order.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startStack } from "./stack.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
const named = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.mjs"))
  .filter((name) => named.length === 0 || named.some((part) => name.includes(part)))
  .sort();

const stack = await startStack();
let code = 1;
try {
  const arguments_ = ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files.map((name) => folder + name)];
  const tests = spawn(process.execPath, arguments_, {
    stdio: "inherit",
    env: { ...process.env, BASE_URL: stack.base },
  });
  code = await new Promise((ended) => tests.once("exit", (status) => ended(status ?? 1)));
} finally {
  await stack.stop();
}
process.exit(code);
