// An MCP server for tests, with the tools of api/tests/mcp_server.py.
import { startPython } from "./python.mjs";

const SCRIPT = `
import sys, threading
from tests.mcp_server import ToolServer

with ToolServer(key=sys.argv[1] or None, port=int(sys.argv[2])) as server:
    print(server.url, flush=True)
    threading.Event().wait()
`;

/** `key`: the only Authorization that is let in, or "" for any. `port`: 0 for a free one. Returns {url, stop}. */
export function startTools(key, port = 0) {
  return startPython(SCRIPT, key, String(port));
}
