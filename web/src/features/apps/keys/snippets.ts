export type Snippet = { key: "ask" | "python" | "connect" | "read" | "cli"; text: string };

/** What an app is asked, and where. */
export type Question = { path: "/v1/chat-messages" | "/v1/completion-messages"; body: Record<string, unknown> };

export const PLACEHOLDER = "app-…";

/** Commands for a shell, each of which works as it stands once TREELINE_KEY holds a key. */
export function snippets(origin: string, token: string | null, question: Question | null): Snippet[] {
  const set = `export TREELINE_URL=${origin}\nexport TREELINE_KEY='${token ?? PLACEHOLDER}'`;
  const header = '-H "Authorization: Bearer $TREELINE_KEY"';
  const asking: Snippet[] = question
    ? [
        { key: "ask", text: `${set}\n${curl(question, header)}` },
        { key: "python", text: `${set}\n${python(question)}` },
      ]
    : [];
  return [
    ...asking,
    { key: "connect", text: `${set}\ncurl -sS "$TREELINE_URL/v1/info" ${header}` },
    { key: "read", text: `${set}\ncurl -sS "$TREELINE_URL/v1/assets/tree" ${header}` },
    {
      key: "cli",
      text: `${set}\ntreeline assets push ./folder\ntreeline assets status ./folder\ntreeline assets pull ./copy`,
    },
  ];
}

function curl({ path, body }: Question, header: string): string {
  const json = JSON.stringify(body, null, 2).replaceAll("'", "'\\''");
  return `curl -sSN "$TREELINE_URL${path}" ${header} \\\n  -H "Content-Type: application/json" -d '${json}'`;
}

function python({ path, body }: Question): string {
  return `python3 - <<'END'
import json, os, urllib.request

body = ${literal(body)}
headers = {"Authorization": "Bearer " + os.environ["TREELINE_KEY"], "Content-Type": "application/json"}
url = os.environ["TREELINE_URL"] + "${path}"
with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers)) as reply:
    for line in reply:
        if line.startswith(b"data: "):
            event = json.loads(line[6:])
            # The answer in pieces; of an error its message.
            print(event.get("answer") or event.get("message") or "", end="", flush=True)
print()
END`;
}

/** A value as Python writes it. */
function literal(value: unknown): string {
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null) return "None";
  if (typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.entries(value as object).map(([key, each]) => `${JSON.stringify(key)}: ${literal(each)}`);
  return `{${pairs.join(", ")}}`;
}
