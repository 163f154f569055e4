// A Treeline of its own: embedded servers, free ports, a folder that goes at the end. Or the one at BASE_URL.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TREELINE = fileURLToPath(new URL("../../.venv/bin/treeline", import.meta.url));
const READY_SECONDS = 300;

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/**
 * Returns {base, stop}. `settings` go into the environment, such as ACCESS_TOKEN_EXPIRE_MINUTES; with any of them it is
 * always a new Treeline.
 */
export async function startStack(settings) {
  if (process.env.BASE_URL && !settings) return { base: process.env.BASE_URL, stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), "treeline-e2e-"));
  const port = await freePort();
  const own = {
    TREELINE_DATA: join(folder, "data"),
    WEB_PORT: String(port),
    API_PORT: String(await freePort()),
    // The least that a password hash may cost: nothing here is worth more.
    ARGON2_MEMORY_KIB: "64",
    ARGON2_TIME_COST: "1",
    LOG_LEVEL: "WARNING",
    // Model providers and MCP servers of the tests run beside it.
    OUTBOUND_ALLOWED_HOSTS: "127.0.0.1",
    NODE_ALLOWED_HOSTS: "127.0.0.1",
  };
  const env = { ...process.env, ...own, ...settings };
  delete env.PYTHONDONTWRITEBYTECODE;
  const child = spawn(TREELINE, ["up"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      said += text;
    });
  }
  const ended = new Promise((done) => child.once("exit", done));
  const stop = async () => {
    child.kill("SIGINT");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const base = `http://localhost:${port}`;
  for (const began = Date.now(); ; await new Promise((later) => setTimeout(later, 100))) {
    if (await healthy(base)) return { base, stop, folder };
    if (child.exitCode !== null || Date.now() - began > READY_SECONDS * 1000) {
      const log = await readFile(join(folder, "data", "logs", "api.log"), "utf8").catch(() => "");
      await stop();
      throw new Error(`Treeline did not start.\n${said}\n${log}`);
    }
  }
}

async function healthy(base) {
  try {
    return (await fetch(`${base}/health`)).ok;
  } catch {
    return false;
  }
}
