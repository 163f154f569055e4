"""One call of an operation: with a bound on its time and size, redirects followed by our own rules."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from treeline.kernel.addresses import checked_address
from treeline.kernel.settings import KernelSettings
from treeline.kernel.text import clean
from treeline.tools.openapi.auth import Auth
from treeline.tools.openapi.request import BadArguments, Prepared, prepare
from treeline.tools.openapi.servers import origin
from treeline.tools.openapi.shapes import Operation, is_json

if TYPE_CHECKING:
    from treeline.kernel.http import Client, Response

CALL_SECONDS = 60
MAX_REPLY_BYTES = 4 * 1024 * 1024
MAX_REDIRECTS = 5
_TEXTS = ("json", "xml", "javascript", "yaml", "csv", "form-urlencoded", "graphql", "html")


@dataclass(frozen=True)
class Target:
    """Where calls go: the server and the credentials that a person confirmed."""

    name: str
    server_url: str
    auth: Auth = field(default_factory=Auth, repr=False)


@dataclass(frozen=True)
class CallResult:
    """`text`: for a model or a person, also of what failed. `data`: the reply, where it is JSON.

    `status`: None if there was no reply. `ok`: a reply of 2xx. `retryable`: the same may succeed a little later.
    """

    text: str
    status: int | None = None
    data: Any = None
    ok: bool = False
    retryable: bool = False


async def call_operation(
    target: Target,
    operation: Operation,
    arguments: Mapping[str, Any],
    settings: KernelSettings,
    effect_key: UUID | str | None = None,
) -> CallResult:
    """No transaction may be open. What fails comes back as text; `effect_key`: a write goes out under this key."""
    from treeline.kernel.http import HttpError, NamedBy, outbound, reason_of

    try:
        prepared = prepare(operation, arguments)
    except BadArguments as error:
        return CallResult(f"Not called: {error}")
    prepared.headers.setdefault("Accept", "application/json, text/plain;q=0.9, */*;q=0.5")
    if effect_key is not None and operation.is_write:
        prepared.headers = {k: v for k, v in prepared.headers.items() if k.lower() != "idempotency-key"}
        prepared.headers["Idempotency-Key"] = str(effect_key)
    auth = target.auth
    try:
        async with (
            asyncio.timeout(CALL_SECONDS),
            outbound(settings, NamedBy.MEMBER, silence=CALL_SECONDS, most=MAX_REPLY_BYTES) as client,
        ):
            return await _Exchange(client, target, operation).run(prepared)
    except TimeoutError:
        return CallResult(f"{target.name} didn't respond within {CALL_SECONDS} seconds.", retryable=True)
    except HttpError as error:
        refused = reason_of(error)
        said = refused or f"Can't connect to {target.name}: {clean(str(error))[:500] or type(error).__name__}"
        return CallResult(auth.masked(said), retryable=refused is None)
    except (ValueError, UnicodeError) as error:
        # A URL that the client doesn't take after all, such as one that a redirect names.
        return CallResult(auth.masked(f"Not called: {clean(str(error))[:500]}"))


class _Exchange:
    def __init__(self, client: "Client", target: Target, operation: Operation):
        self.client, self.target, self.operation = client, target, operation
        self.home = origin(target.server_url)

    async def run(self, first: Prepared) -> CallResult:
        # None, once another server is asked than was called: it gets nothing but the URL.
        prepared: Prepared | None = first
        method, auth = first.method, self.target.auth
        url = (self.operation.server or self.target.server_url).rstrip("/") + first.target
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._send(method, url, prepared)
            location = response.headers.get("Location")
            if response.status_code not in (301, 302, 303, 307, 308) or not location:
                return told(response, auth)
            wanted = urljoin(url, location)
            if response.status_code == 303 or (response.status_code in (301, 302) and method == "POST"):
                # As browsers do: the answer is to be had elsewhere, without sending anything again.
                method = "HEAD" if method == "HEAD" else "GET"
                prepared = prepared and Prepared(method, "", _without_body(prepared.headers), prepared.cookies)
            if origin(wanted) != origin(url):
                if method not in ("GET", "HEAD"):
                    return CallResult(auth.masked(_elsewhere(response.status_code, wanted)), response.status_code)
                wanted, prepared = auth.taken_from(wanted), None
            url = wanted
        return CallResult(f"{self.target.name} redirected more than {MAX_REDIRECTS} times.")

    async def _send(self, method: str, url: str, prepared: Prepared | None) -> "Response":
        checked_address(url)
        headers: dict[str, str] = {}
        files: list[tuple[str, tuple[None, bytes]]] | None = None
        content = None
        if prepared is not None:
            headers |= prepared.headers
            if prepared.cookies:
                headers["Cookie"] = "; ".join(prepared.cookies)
            content = prepared.content
            files = [(name, (None, data)) for name, data in prepared.parts] or None
            if origin(url) == self.home:
                given = self.target.auth.headers()
                lower = {name.lower() for name in given}
                headers = {name: value for name, value in headers.items() if name.lower() not in lower} | given
                url = url if self._has_key(url) else self.target.auth.added_to(url)
        request = self.client.build_request(method, url, headers=headers, content=content, files=files)
        return await self.client.send(request, follow_redirects=False)

    def _has_key(self, url: str) -> bool:
        """A redirect within the server mostly repeats the query."""
        return self.target.auth.added_to("").removeprefix("?") in urlsplit(url).query.split("&")


def _without_body(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in ("content-type", "idempotency-key")}


def _elsewhere(status: int, url: str) -> str:
    scheme, host, port = origin(url)
    return (
        f"HTTP {status}: redirected to another server ({scheme}://{host}:{port}), which is not followed with what was "
        "sent. If this is where the API is now, change the server."
    )


def told(response: "Response", auth: Auth) -> CallResult:
    """The reply as text; of what is no text that there is some."""
    status = response.status_code
    ok = 200 <= status < 300
    media_type = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    data = None
    if not response.content:
        text = ""
    elif not media_type or media_type.startswith("text/") or any(each in media_type for each in _TEXTS):
        text = clean(auth.masked(_decoded(response)))
        data = _json(text) if is_json(media_type) or not media_type else None
    else:
        text = f"[{media_type[:100]}, {len(response.content):,} bytes]"
    if not ok:
        text = f"{_line(status)}\n{text}".rstrip()
    return CallResult(text or _line(status), status, data, ok, status == 429 or status >= 500)


def _decoded(response: "Response") -> str:
    try:
        return response.text
    except LookupError:
        return response.content.decode(errors="replace")


def _line(status: int) -> str:
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
