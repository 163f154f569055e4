"""Requests of HTTP nodes: by the guarded client, to addresses that a member or an imported file names."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from treeline.kernel.settings import MIB, KernelSettings
from treeline.workflows.engine.step import NodeFailed

if TYPE_CHECKING:
    from treeline.kernel.http import Request

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
MOST_SECONDS = 600.0
MAX_REPLY_BYTES = 16 * MIB
MAX_REDIRECTS = 10


@dataclass(frozen=True)
class Part:
    """Of a multipart form; a file has a file name."""

    name: str
    content: bytes = field(repr=False)
    filename: str | None = None
    media_type: str | None = None


@dataclass(frozen=True)
class HttpRequest:
    """`secret`: names of headers, in lower case, that go to no other origin, also across redirects.

    `seconds`: until all of the reply is there. `read`: how many may pass without a byte.
    """

    method: str
    url: str
    headers: Sequence[tuple[str, str]] = field(default=(), repr=False)
    secret: frozenset[str] = frozenset()
    content: bytes | None = field(default=None, repr=False)
    form: Sequence[Part] = ()
    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    write: float = READ_SECONDS
    seconds: float = MOST_SECONDS
    verify: bool = True


@dataclass(frozen=True)
class HttpReply:
    """`url`: where it came from in the end."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes = field(repr=False)
    url: str

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


class Http(Protocol):
    async def send(self, request: HttpRequest) -> HttpReply:
        """Whatever its status. Raises NodeFailed: http_address_refused, http_timeout, http_not_reached …"""
        ...


class GuardedHttp(Http):
    def __init__(self, settings: KernelSettings):
        self.settings = settings

    async def send(self, request: HttpRequest) -> HttpReply:
        from treeline.kernel.http import HttpError, InvalidUrl

        try:
            async with asyncio.timeout(request.seconds):
                return await self._send(request)
        except (HttpError, InvalidUrl, TimeoutError, ValueError) as error:
            raise _failed(request, error) from error

    async def _send(self, request: HttpRequest) -> HttpReply:
        from treeline.kernel.http import NamedBy, Timeout, outbound

        waits = Timeout(request.read, connect=request.connect, write=request.write)
        sent: dict[str, Any] = {"headers": [(name.encode(), value.encode()) for name, value in request.headers]}
        if request.form:
            parts = [(part.name, (part.filename, part.content, part.media_type)) for part in request.form]
            sent["files"] = parts
        elif request.content is not None:
            sent["content"] = request.content
        async with outbound(self.settings, NamedBy.MEMBER, most=MAX_REPLY_BYTES, verify=request.verify) as client:
            client.max_redirects = MAX_REDIRECTS
            asked = client.build_request(request.method, request.url, timeout=waits, **sent)
            client.event_hooks = {"request": [_keeping(request.secret, asked)]}
            reply = await client.send(asked, follow_redirects=True)
            headers = [(name.decode("latin-1"), value.decode("utf-8", "replace")) for name, value in reply.headers.raw]
            return HttpReply(reply.status_code, headers, reply.content, str(reply.url))


def _keeping(secret: frozenset[str], first: "Request") -> "Callable[[Request], Awaitable[None]]":
    """What sees to it that secret headers reach the origin that they were made for, and no other."""
    own = _origin(first)

    async def keep(request: "Request") -> None:
        if _origin(request) != own:
            for name in secret:
                request.headers.pop(name, None)

    return keep


def _origin(request: "Request") -> tuple[str, str, int | None]:
    ports = {"http": 80, "https": 443}
    return request.url.scheme, request.url.host, request.url.port or ports.get(request.url.scheme)


def _failed(request: HttpRequest, error: Exception) -> NodeFailed:
    from treeline.kernel.http import (
        AddressRefused,
        CompressedReply,
        InvalidUrl,
        NotReached,
        ResponseTooLarge,
        TookTooLong,
        TooManyRedirects,
        causes,
        reason_of,
    )

    came_from = list(causes(error))
    why = reason_of(error)
    if why is not None:
        kinds = {AddressRefused: "address_refused", ResponseTooLarge: "reply_too_large", CompressedReply: "compressed"}
        kind = next(name for each in came_from for known, name in kinds.items() if isinstance(each, known))
        return NodeFailed(f"http_{kind}", why)
    if isinstance(error, TooManyRedirects):
        return NodeFailed("http_redirects", f"The server redirected more than {MAX_REDIRECTS} times.")
    if isinstance(error, InvalidUrl):
        return NodeFailed("http_invalid_url", f"Invalid URL: {error}")
    host = request.url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    if isinstance(error, NotReached):
        return NodeFailed("http_not_reached", f"Can't connect to {host}: {came_from[-1]}", retryable=True)
    if isinstance(error, TookTooLong):
        return NodeFailed("http_timeout", f"{host} didn't respond in time.", retryable=True)
    return NodeFailed("http_failed", f"The request to {host} failed: {error or type(error).__name__}", retryable=True)
