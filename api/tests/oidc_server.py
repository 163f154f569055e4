"""OpenID Connect providers for tests, over a real socket: one server, and under each first path segment a provider.

    with OidcServer() as server:
        acme = server.provider("acme")           # acme.issuer
        acme.person = {"sub": "42", "email": "carol@acme.example", "email_verified": True}
        acme.token_claims = {"nonce": "another"}   # what its ID tokens say instead
        acme.rotate()

Who comes to its sign-in page is `person`, at once; with `asks` set, after a click. Codes are good once, for who asked
with the right verifier (PKCE).
"""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from joserfc.jws import serialize_compact

CLIENT, SECRET = "treeline", "a secret of the provider"
Reply = tuple[int, dict[str, str], bytes]


class Provider:
    def __init__(self, issuer: str):
        self.issuer = issuer
        self.person: dict[str, Any] = {"sub": "1"}
        # Instead of what is right; None leaves a claim out.
        self.token_claims: dict[str, Any] = {}
        self.discovery: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        # What signs, if not its key, and by which algorithm.
        self.signs_with: Any = None
        self.algorithm = "ES256"
        # What comes in place of a token.
        self.token: str | None = None
        self.asks = False
        # A status that its token endpoint answers with.
        self.refuses_with: int | None = None
        self.keys: list[Any] = []
        self.more_keys: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self.rotate()

    def rotate(self) -> None:
        """Signs with a new key; the one before is published no more."""
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(8), "use": "sig"})
        self.keys = [self.key]

    def use_rsa(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(8), "use": "sig", "alg": "RS256"})
        self.keys, self.algorithm = [self.key], "RS256"

    def answer(self, path: str, query: dict[str, str], body: dict[str, str], authorization: str) -> Reply:
        self.asked.append(path)
        match path:
            case "/.well-known/openid-configuration":
                return _json(self._described())
            case "/authorize":
                return self._authorize(query)
            case "/keys":
                return _json({"keys": [*self.more_keys, *KeySet(self.keys).as_dict(private=False)["keys"]]})
            case "/token":
                return self._token(body, authorization)
            case "/userinfo" if authorization == "Bearer an access token":
                return _json({"sub": self.person["sub"], **self.userinfo})
        return 404, {}, b""

    def _described(self) -> dict[str, Any]:
        own = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "authorization_response_iss_parameter_supported": True,
        }
        return {**own, **self.discovery}

    def _authorize(self, query: dict[str, str]) -> Reply:
        wanted = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        if any(query.get(name) != value for name, value in wanted.items()) or "openid" not in query["scope"].split():
            return 400, {}, b"not a request of this client"
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        back = f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"
        if not self.asks:
            return 302, {"Location": back}, b""
        name, href = html.escape(str(self.person.get("email"))), html.escape(back)
        page = f"<!doctype html><title>Sign in</title><h1>Acme</h1><a href='{href}'>Continue as {name}</a>"
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()

    def _token(self, body: dict[str, str], authorization: str) -> Reply:
        if self.refuses_with:
            return self.refuses_with, {}, b"no"
        asked = self._codes.pop(body.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(body.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or authorization != f"Basic {basic}"
            or asked["redirect_uri"] != body.get("redirect_uri")
            or asked["code_challenge"] != challenge
        ):
            return _json({"error": "invalid_grant"}, 400)
        return _json({"token_type": "Bearer", "access_token": "an access token", "id_token": self._signed(asked)})

    def _signed(self, asked: dict[str, str]) -> str:
        if self.token is not None:
            return self.token
        now = int(time.time())
        own = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = {name: each for name, each in {**own, **self.person, **self.token_claims}.items() if each is not None}
        if self.algorithm == "none":
            parts = ({"alg": "none", "typ": "JWT"}, claims)
            return ".".join(_base64(json.dumps(part).encode()) for part in parts) + "."
        key = self.signs_with or self.key
        header = {"alg": self.algorithm, "kid": self.key.kid}
        payload = json.dumps(claims).encode()
        return serialize_compact(header, payload, key, algorithms=[self.algorithm])


def shared_secret() -> OctKey:
    """Which whoever knows the client's secret has."""
    return OctKey.import_key(SECRET + " and more of it, for its length")


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(value: Any, status: int = 200) -> Reply:
    return status, {"Content-Type": "application/json"}, json.dumps(value).encode()


class OidcServer:
    def __init__(self, port: int = 0):
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.providers: dict[str, Provider] = {}
        cast(Any, self._http).oidc = self

    def provider(self, name: str) -> Provider:
        return self.providers.setdefault(name, Provider(f"{self.url}/{name}"))

    def __enter__(self) -> "OidcServer":
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's own name
        pass

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        name, _, path = parts.path.removeprefix("/").partition("/")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        provider = cast(OidcServer, cast(Any, self.server).oidc).provider(name)
        said = self.headers.get("Authorization", "")
        status, headers, content = provider.answer(f"/{path}", _flat(parts.query), _flat(body), said)
        self.send_response(status)
        for each, value in headers.items():
            self.send_header(each, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
