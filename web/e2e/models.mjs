// A model provider for tests: a process of its own that says what the question asks for.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const API = fileURLToPath(new URL("../../api/", import.meta.url));
const PYTHON = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));

const SCRIPT = `
import threading
from tests.model_dialects import Reply
from tests.model_server import ModelServer, echo

failed = set()

def script(heard):
    role, said = heard.turns[-1]
    if role == "tool":
        return "There is **one** file."
    if "which files" in said:
        return Reply(text="I will look.", calls=(("list", "{}"),))
    if "at length" in said:
        return " ".join(f"word{number}" for number in range(200))
    if "fail once" in said and said not in failed:
        failed.add(said)
        return Reply(status=429, text="The rate is used up.")
    return echo(heard)

with ModelServer(api_key="sk-0123456789abcdef") as server:
    server.slow(0.02)
    server.script = script
    print(server.base_url, flush=True)
    threading.Event().wait()
`;

/** Returns {url, key, stop}. */
export async function startModels() {
  const env = { ...process.env, PYTHONPATH: API };
  const child = spawn(PYTHON, ["-c", SCRIPT], { cwd: API, env, stdio: ["ignore", "pipe", "inherit"] });
  const [url] = await once(createInterface(child.stdout), "line");
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
  return { url, key: "sk-0123456789abcdef", stop };
}
