// An OpenID Connect provider for tests: that of api/tests/oidc_server.py, named acme.
import { startPython } from "./python.mjs";

const SCRIPT = `
import json, sys
from tests.oidc_server import OidcServer

with OidcServer() as server:
    acme = server.provider("acme")
    acme.asks = True
    print(acme.issuer, flush=True)
    for line in sys.stdin:
        acme.person = json.loads(line)
`;

/** Returns {url, be, stop}: `be` says who signs in there from now on. */
export async function startOidc() {
  const { url, say, stop } = await startPython(SCRIPT);
  return { url, be: (person) => say(JSON.stringify({ email_verified: true, ...person })), stop };
}
