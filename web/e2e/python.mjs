// Servers for tests that are written in Python, each a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const API = fileURLToPath(new URL("../../api/", import.meta.url));
const PYTHON = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));

/** Returns {url, say, stop}: the address is the first line that the script prints, `say` gives it a line to read. */
export async function startPython(script, ...args) {
  const env = { ...process.env, PYTHONPATH: API };
  const child = spawn(PYTHON, ["-c", script, ...args], { cwd: API, env, stdio: ["pipe", "pipe", "inherit"] });
  const [url] = await once(createInterface(child.stdout), "line");
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
  return { url, say: (line) => child.stdin.write(`${line}\n`), stop };
}
