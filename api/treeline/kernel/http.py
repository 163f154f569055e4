"""Outbound requests (SSRF protection): the only place that makes them, so that no one can reach the internal network.

The name is resolved first, all its addresses must be public, and the connection goes to one of the checked addresses;
a redirect makes a new connection and is checked again. The exceptions depend on who provides the URL: `NamedBy`.
"""

import ipaddress
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from enum import Enum
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any, cast

import anyio
import httpcore2
import httpx2

from treeline.kernel.allowed_hosts import is_allowed, spelled
from treeline.kernel.settings import KernelSettings
from treeline.kernel.validation import problem

CONNECT_SECONDS = 10
SILENCE_SECONDS = 120
MAX_RESPONSE_BYTES = 64 * 1024 * 1024
# IPv4 addresses of any kind in other clothes (NAT64, IPv4-compatible, translated), the old site-local ones, and what is
# set aside for documents, protocols and segment routing: Python counts them as global.
NOT_PUBLIC = [
    ipaddress.ip_network(each)
    for each in (
        *("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96", "fec0::/10", "3fff::/20", "5f00::/16"),
        *("192.0.0.0/24", "192.88.99.0/24"),
    )
]
# How the second half of an address begins that leads through a tunnel to the IPv4 address behind it (ISATAP).
_TUNNELS = (0x0000_5EFE, 0x0200_5EFE)

Address = IPv4Address | IPv6Address
# Whether requests may go to a host and port that are not public.
MayGo = Callable[[str, int], Awaitable[bool]]
_WITH_PORT = re.compile(r"(\[[^\]]+\]|[^:\[\]]+):(\d{1,5})")
# What the rest of Treeline needs to know of the library.
Client = httpx2.AsyncClient
Transport = httpx2.AsyncBaseTransport
ByteStream = httpx2.AsyncByteStream
Request = httpx2.Request
Response = httpx2.Response
Timeout = httpx2.Timeout
ReadError = httpx2.ReadError
HttpError = httpx2.HTTPError
InvalidUrl = httpx2.InvalidURL
TooManyRedirects = httpx2.TooManyRedirects
NotReached = httpx2.ConnectError | httpx2.ConnectTimeout
TookTooLong = httpx2.TimeoutException | TimeoutError


class NamedBy(Enum):
    """Who names the address of a request; the value is the setting that lists what it may be at beside the public."""

    # Of a model provider or an MCP server: here the table of `allowed_hosts` counts too, a host with its port each.
    ADMIN = "OUTBOUND_ALLOWED_HOSTS"
    # Nodes of workflows, OpenAPI tools, imports: a member, or a file that somebody else wrote.
    MEMBER = "NODE_ALLOWED_HOSTS"
    # Attachments.
    END_USER = "ATTACHMENT_ALLOWED_HOSTS"

    def listed(self, settings: KernelSettings) -> list[str]:
        return getattr(settings, self.value.lower())


class AddressRefused(httpcore2.ConnectError):
    """The host is, or resolves to, an address that requests may not go to. `port` None: no exception is possible."""

    def __init__(self, message: str, host: str = "", port: int | None = None):
        super().__init__(message)
        self.host, self.port = host, port


class ResponseTooLarge(httpx2.ReadError):
    """More bytes came than a reply may have."""


class CompressedReply(httpx2.ReadError):
    """Compressed, though nobody asked for it: how large it is would show too late."""


# What was refused or cut off here rather than by the other side.
_OURS = AddressRefused | ResponseTooLarge | CompressedReply


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and whatever it came from, the deepest last."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def reason_of(error: BaseException) -> str | None:
    """Why a request was refused or cut off here, in words, if that is what an error came from."""
    return next((str(each) for each in causes(error) if isinstance(each, _OURS)), None)


def refused_host(error: BaseException) -> list[dict[str, Any]] | None:
    """The host and port that a request was not let go to, as details of an error: an instance admin may allow them."""
    refused = next((each for each in causes(error) if isinstance(each, AddressRefused) and each.port), None)
    if refused is None:
        return None
    host = problem("host_not_allowed", str(refused), host=refused.host, port=refused.port or 0)
    return [host.at("") | dict(host.params)]


@cache
def certificates() -> ssl.SSLContext:
    """Which servers are believed; read once, for it takes a while."""
    return httpx2.create_ssl_context(trust_env=False)


class AllowedHosts:
    """What a setting such as OUTBOUND_ALLOWED_HOSTS says: names, addresses and networks; hosts also with a port."""

    def __init__(self, entries: Iterable[str]):
        self.names: set[str] = set()
        self.ports: set[tuple[str, int]] = set()
        self.networks: list[IPv4Network | IPv6Network] = []
        for entry in entries:
            if with_port := _WITH_PORT.fullmatch(entry):
                self.ports.add((spelled(with_port[1]), int(with_port[2])))
                continue
            try:
                self.networks.append(ipaddress.ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                self.names.add(spelled(entry))

    def host(self, host: str, port: int) -> bool:
        return spelled(host) in self.names or (spelled(host), port) in self.ports

    def address(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


def is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if int(address) >> 32 & 0xFFFF_FFFF in _TUNNELS and not is_public(IPv4Address(int(address) & 0xFFFF_FFFF)):
            return False
    if any(address in network for network in NOT_PUBLIC):
        return False
    return address.is_global and not address.is_multicast


class GuardedNetwork(httpcore2.AsyncNetworkBackend):
    """Connects to public addresses, and to those that are allowed."""

    def __init__(self, allowed: AllowedHosts, named_by: NamedBy, also: MayGo | None = None):
        self.allowed, self.named_by, self.also = allowed, named_by, also
        self.inner = cast(httpcore2.AsyncNetworkBackend, httpcore2.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.AsyncNetworkStream:
        addresses = await self.checked(host, port)
        # Libraries that are told one time-out use it for this as well.
        patience = min(timeout or CONNECT_SECONDS, CONNECT_SECONDS)
        failure: Exception = httpcore2.ConnectError(f"{host} doesn't resolve to an address.")
        for address in addresses:
            try:
                return await self.inner.connect_tcp(str(address), port, patience, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def checked(self, host: str, port: int) -> Sequence[Address]:
        """What a name resolves to, if a connection may go there. Raises AddressRefused, ConnectError."""
        addresses = await self._resolved(host, port)
        if not self.allowed.host(host, port):
            refused = [each for each in addresses if not (is_public(each) or self.allowed.address(each))]
            if refused and not (self.also is not None and await self.also(host, port)):
                raise self._refusal(host, port, refused[0])
        return addresses

    def _refusal(self, host: str, port: int, address: Address) -> AddressRefused:
        what = f"{host} resolves to {address}, a private address, so the outbound request was blocked. To allow it,"
        setting = f"set {self.named_by.value}."
        if self.named_by is not NamedBy.ADMIN:
            return AddressRefused(f"{what} {setting}", host)
        admin = f"an instance admin can add {host} with port {port} to the allowed hosts, or {setting}"
        return AddressRefused(f"{what} {admin}", host, port)

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore2.AsyncNetworkStream:
        raise AddressRefused("Unix sockets are not allowed.")

    async def sleep(self, seconds: float) -> None:
        await self.inner.sleep(seconds)

    async def _resolved(self, host: str, port: int) -> Sequence[Address]:
        if not 0 < port < 65536:
            raise httpcore2.ConnectError(f"{port} is not a valid port.")
        try:
            with anyio.fail_after(CONNECT_SECONDS):
                found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, TimeoutError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"The host name {host} can't be resolved.") from error
        # An IPv6 address may come with its interface: fe80::1%eth0.
        return list(dict.fromkeys(ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found))


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream, most: int):
        self.stream, self.most = stream, most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self.most
        async for chunk in self.stream:
            left -= len(chunk)
            if left < 0:
                raise ResponseTooLarge(f"The response is larger than {self.most} bytes.")
            yield chunk

    async def aclose(self) -> None:
        await self.stream.aclose()


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """`most`: how many bytes a reply may have. `verify`: whether the server must prove who it is."""

    def __init__(
        self, allowed: AllowedHosts, most: int, named_by: NamedBy, also: MayGo | None = None, *, verify: bool = True
    ):
        # No proxy and no certificates from the environment: what a request does is settled here.
        super().__init__(verify=certificates() if verify else False, trust_env=False)
        self.most = most
        # The library has no other way in; a test watches that it stays one.
        self._pool._network_backend = GuardedNetwork(allowed, named_by, also)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        encoding = response.headers.get("Content-Encoding", "identity")
        if encoding.lower() != "identity":
            await response.aclose()
            raise CompressedReply(f"The response is compressed ({encoding}), which is not supported.")
        response.stream = _Counted(cast(httpx2.AsyncByteStream, response.stream), self.most)
        return response


def outbound(
    settings: KernelSettings,
    named_by: NamedBy,
    *,
    headers: dict[str, str] | None = None,
    silence: float = SILENCE_SECONDS,
    most: int = MAX_RESPONSE_BYTES,
    verify: bool = True,
    around: Callable[[Transport], Transport] = lambda guarded: guarded,
) -> httpx2.AsyncClient:
    """A client for requests to elsewhere; close it. `silence`: seconds that may pass without a byte.

    `verify`: whether servers must prove who they are. `around`: what stands between the client and the
    guarded transport.

    Raises httpx2.ConnectError, with the reason in words, for an address that requests may not go to.
    """
    also = is_allowed() if named_by is NamedBy.ADMIN else None
    transport = GuardedTransport(AllowedHosts(named_by.listed(settings)), most, named_by, also, verify=verify)
    limits = httpx2.Timeout(silence, connect=CONNECT_SECONDS)
    # A small compressed reply may be a huge one.
    sent = {"Accept-Encoding": "identity", **(headers or {})}
    return httpx2.AsyncClient(transport=around(transport), headers=sent, timeout=limits, trust_env=False)
