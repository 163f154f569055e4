"""By what requests are counted whose sender is not known: never by an address that many may share."""

from typing import Any

import h11
import pytest

from tests.settings import settings_of
from treeline.kernel.server.origins import UNKNOWN, Origins
from treeline.kernel.server.requests import head_of


def origin(peer: Any, *headers: tuple[str, str], trusts: bool = False) -> Any:
    request = h11.Request(method="GET", target="/", headers=[("Host", "x"), *headers])
    found, _ = Origins(settings_of(respect_xforward_headers_enabled=trusts)).of(head_of(request), peer)
    return found


FORWARDED = ("X-Forwarded-For", "198.51.100.7, 203.0.113.9")
STRANGER, PROXY, LOCAL = ("203.0.114.5", 4000), ("10.0.0.2", 4000), ("127.0.0.1", 4000)


@pytest.mark.parametrize(
    "header", [FORWARDED, ("Forwarded", "for=1.2.3.4"), ("Via", "1.1 x"), ("X-Real-Ip", "1.2.3.4")]
)
def test_a_stranger_cannot_pass_for_a_proxy(header: tuple[str, str]):
    """Nor leave its own share for that of everybody who is not known."""
    assert origin(STRANGER) == origin(STRANGER, header) == ("address", "203.0.114.5")


@pytest.mark.parametrize("peer", [LOCAL, ("::1", 4000, 0, 0), ("::ffff:127.0.0.1", 4000, 0, 0), "/run/socket", None])
def test_this_machine_is_nobody_in_particular(peer: Any):
    assert origin(peer) == origin(peer, FORWARDED) == UNKNOWN


def test_a_proxy_is_believed_or_is_many():
    assert origin(PROXY, FORWARDED) == UNKNOWN
    for peer in (PROXY, LOCAL):
        assert origin(peer, FORWARDED, trusts=True) == ("address", "203.0.113.9")
    # What is no address is nobody's.
    assert origin(LOCAL, ("X-Forwarded-For", "unknown"), trusts=True) == UNKNOWN
    assert origin(PROXY, trusts=True) == ("address", "10.0.0.2")


def test_a_network_of_ipv6_is_one_customer():
    one, two = (("2001:db9::1", 1, 0, 0), ("2001:db9::ffff:2", 1, 0, 0))
    assert origin(one) == origin(two) == ("address", "2001:db9::/64")
