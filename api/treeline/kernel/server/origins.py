"""Who a request seems to come from, before a thread handles it: by a known credential, or by its IP address."""

from collections import OrderedDict
from collections.abc import Hashable
from hashlib import blake2b
from ipaddress import ip_address
from typing import Any

from treeline.kernel.callers import PROXIED, place_of
from treeline.kernel.server.requests import Head
from treeline.kernel.settings import KernelSettings

UNKNOWN = ("unknown",)
KNOWN = 10_000
_FORWARDED = {name.lower().encode() for name in PROXIED}


class Origins:
    """Credentials are kept as hashes, and only as a guess: what a request may do is decided in its thread."""

    def __init__(self, settings: KernelSettings):
        self.trusts_proxy = settings.respect_xforward_headers_enabled
        self._owners: OrderedDict[bytes, Hashable] = OrderedDict()

    def of(self, head: Head, peer: Any) -> tuple[Hashable, bytes | None]:
        """Its origin, and the hash of its credential, if it has one."""
        sent = head.headers.get(b"authorization") or head.headers.get(b"cookie")
        credential = blake2b(sent, digest_size=16).digest() if sent else None
        known = self._owners.get(credential) if credential else None
        return known or self.address(head, peer), credential

    def learn(self, credential: bytes | None, owner: Hashable) -> None:
        """The credential was good, and is this owner's."""
        if credential is not None:
            self._owners[credential] = owner
            self._owners.move_to_end(credential)
            if len(self._owners) > KNOWN:
                self._owners.popitem(last=False)

    def address(self, head: Head, peer: Any) -> Hashable:
        """The client's address, where it is known: many may stand behind a proxy that is not believed."""
        address = peer[0] if isinstance(peer, tuple) else ""
        proxied = not self.trusts_proxy and any(name in head.headers for name in _FORWARDED)
        if self.trusts_proxy:
            forwarded = head.headers.get(b"x-forwarded-for", b"").rpartition(b",")[2].strip()
            address = forwarded.decode("latin-1") or address
        place = place_of(address, proxied=proxied)
        return UNKNOWN if place is None else ("address", place)

    @staticmethod
    def is_https(head: Head, peer: Any) -> bool:
        """A proxy on this machine may say so."""
        local = not isinstance(peer, tuple) or _is_loopback(peer[0])
        return local and head.headers.get(b"x-forwarded-proto", b"").lower() == b"https"


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address.partition("%")[0]).is_loopback or address.startswith("::ffff:127.")
    except ValueError:
        return True
