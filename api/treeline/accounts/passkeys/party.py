"""Whom passkeys are made for: the host of the console's configured address, never that of a request."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from treeline.accounts.passkeys.errors import PasskeysUnavailable
from treeline.kernel.settings import KernelSettings

LOCAL = "localhost"
LOOPBACK = {"127.0.0.1", "::1", LOCAL}
DEFAULT_PORT = {"https": 443, "http": 80}


@dataclass(frozen=True)
class RelyingParty:
    """`origins`: the addresses of the pages that may ask for a passkey of this host."""

    id: str
    origins: tuple[str, ...]


def party_of(settings: KernelSettings) -> RelyingParty:
    """Raises PasskeysUnavailable where browsers would refuse: without https, and for an address that is a number."""
    if settings.console_web_url:
        return _of_url(settings.console_web_url)
    if settings.api_host in LOOPBACK:
        # Nobody comes from elsewhere, and this machine has a name that browsers trust.
        ports = dict.fromkeys((settings.web_port, settings.api_port))
        return RelyingParty(LOCAL, tuple(f"http://{LOCAL}:{port}" for port in ports))
    raise PasskeysUnavailable


def _of_url(address: str) -> RelyingParty:
    try:
        url = urlsplit(address)
        host, port = url.hostname or "", url.port
        # Browsers name hosts in ASCII.
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError as error:
        raise PasskeysUnavailable from error
    local = host == LOCAL or host.endswith(f".{LOCAL}")
    if url.scheme not in DEFAULT_PORT or not host or _is_number(host) or (url.scheme == "http" and not local):
        raise PasskeysUnavailable
    shown = "" if port in (None, DEFAULT_PORT[url.scheme]) else f":{port}"
    return RelyingParty(host, (f"{url.scheme}://{host}{shown}",))


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_available(settings: KernelSettings) -> bool:
    try:
        party_of(settings)
    except PasskeysUnavailable:
        return False
    return True
