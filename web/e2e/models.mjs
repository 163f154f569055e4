// A model provider for tests: a process of its own that says what the question asks for.
import { startPython } from "./python.mjs";

const SCRIPT = `
import threading
from tests.model_dialects import Reply
from tests.model_server import ModelServer, echo

failed = set()

def script(heard):
    role, said = heard.turns[-1]
    asked = [text for who, text in heard.turns if who == "user"]
    if role == "tool" and "sum of" in asked[-1]:
        return f"It is {said}."
    if role == "tool":
        return "There is **one** file."
    if "which files" in said:
        return Reply(text="I will look.", calls=(("list", "{}"),))
    if "sum of" in said:
        return Reply(calls=(("Sums_add", '{"a": 2, "b": 40}'),))
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
  return { ...(await startPython(SCRIPT)), key: "sk-0123456789abcdef" };
}
