// A model provider for tests: a process of its own that says what the question asks for.
import { call } from "./browser.mjs";
import { startPython } from "./python.mjs";

const SCRIPT = `
import sys
import threading
from tests.model_dialects import Reply
from tests.model_server import Hold, ModelServer, echo

failed = set()
# What waits in the middle of a long answer, until a line says that it may go on: no test has to be faster than it.
held = Hold(0)

# Lines that came. Until the first one, the provider is slow with some texts; until the second one, it cannot read some
# others; until the third one, it is over the limit of such a model.
lines = 0
ready = threading.Event()

def embedded(texts, model):
    if lines < 3 and model.endswith("-32"):
        return Reply(status=429, text="Slow down.", headers={"Retry-After": "1"})
    if "for slow models" in texts:
        ready.wait(60)
    if lines < 2 and "not for models" in texts:
        return Reply(status=400, text="This text can't be read.")
    return ""

def script(heard):
    global held
    if not heard.turns:
        return embedded(str(heard.body.get("input")), str(heard.body.get("model")))
    held.release()
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
        held = server.hold(50)
        return " ".join(f"word{number}" for number in range(200))
    if "days for a refund" in said:
        return "It takes seven days [1]."
    if "fail once" in said and said not in failed:
        failed.add(said)
        return Reply(status=402, text="The rate is used up.")
    return echo(heard)

with ModelServer(api_key="sk-0123456789abcdef") as server:
    server.slow(0.02)
    server.script = script
    print(server.base_url, flush=True)
    for _ in sys.stdin:
        lines += 1
        ready.set()
        held.release()
`;

/** Returns {url, key, goOn, stop}: long answers wait in the middle for `goOn`, and what is embedded may too. */
export async function startModels() {
  const { say, ...server } = await startPython(SCRIPT);
  return { ...server, goOn: () => say("go on"), key: "sk-0123456789abcdef" };
}

const PROVIDER = "openai_api_compatible";

/** Make the workspace use this provider and no other of its kind; `page` is signed in. */
export async function useModels(page, models, name) {
  const at = `/workspaces/current/model-providers/${PROVIDER}/credentials`;
  await call(page, "POST", at, { name, credentials: { base_url: models.url, api_key: models.key } });
  const { data } = await call(page, "GET", "/workspaces/current/model-providers");
  const known = data.find((each) => each.provider === PROVIDER).custom_configuration.available_credentials;
  const { credential_id } = known.find((each) => each.credential_name === name);
  await call(page, "POST", `${at}/switch`, { credential_id });
}
