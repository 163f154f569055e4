"""Private addresses in all clothes that resolvers and networks know, and names that change what they mean."""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import httpcore2
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settings import settings_of
from tests.sites import site
from treeline.kernel.http import AddressRefused, AllowedHosts, GuardedNetwork, NamedBy, is_public, outbound

NETWORKS = ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")
NETWORKS_TOO = ("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3")
private = st.sampled_from([*NETWORKS, *NETWORKS_TOO]).flatmap(lambda each: st.ip_addresses(v=4, network=each))
# An IPv4 address within one of IPv6, as (prefix, by how many bits it is moved to the left).
CLOTHES = {
    "mapped": ("::ffff:0:0", 0),
    "compatible": ("::", 0),
    "translated": ("::ffff:0:0:0", 0),
    "NAT64": ("64:ff9b::", 0),
    "NAT64 of a site": ("64:ff9b:1::", 0),
    "6to4": ("2002::", 80),
    "ISATAP": ("2606:4700::5efe:0:0", 0),
    "ISATAP, a global one": ("2606:4700::200:5efe:0:0", 0),
}
NOT_FOR_THE_INTERNET = ["3fff::1", "5f00::1", "100::1", "2001::1", "2001:db8::1", "fec0::1", "192.0.0.8", "192.88.99.1"]


def clothed(address: IPv4Address, name: str) -> IPv6Address:
    prefix, moved = CLOTHES[name]
    return IPv6Address(int(IPv6Address(prefix)) | int(address) << moved)


@pytest.mark.parametrize("name", CLOTHES)
@given(address=private)
def test_a_private_address_is_one_in_any_clothes(name: str, address: IPv4Address):
    assert not is_public(address)
    assert not is_public(clothed(address, name))


@pytest.mark.parametrize("address", NOT_FOR_THE_INTERNET)
def test_what_is_set_aside_is_not_public(address: str):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "2606:4700::5efe:101:101", "2002:101:101::"])
def test_what_is_public_stays_so(address: str):
    assert is_public(ipaddress.ip_address(address))


def spellings(address: IPv4Address) -> list[str]:
    """As `inet_aton` reads it: parts in decimal, octal or hex, the last of fewer than four being the rest."""
    number, (a, b, c, d) = int(address), address.packed
    return [
        str(address),
        str(number),
        hex(number),
        f"0{number:o}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
        f"{a:#x}.{b:#x}.{c:#x}.{d:#x}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{b:#x}.0{number & 0xFFFF:o}",
        f"{a:#010x}.{b}.{c}.{d}",
    ]


async def refuses(host: str) -> None:
    with pytest.raises((AddressRefused, httpcore2.ConnectError)):
        await GuardedNetwork(AllowedHosts([]), NamedBy.MEMBER).checked(host, 80)


@given(address=private)
def test_no_spelling_of_a_private_address_is_let_through(address: IPv4Address):
    async def all_of_them() -> None:
        for host in (*spellings(address), *(str(clothed(address, name)) for name in CLOTHES)):
            await refuses(host)

    asyncio.run(all_of_them())


Answers = Callable[..., list[str]]


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The machine's resolver, told what `names.example` is: one answer after the other, each a list of addresses."""
    asked: list[str] = []

    def told(*answers: list[str]) -> list[str]:
        left = list(answers)
        usual = socket.getaddrinfo

        def look_up(host: Any, port: Any, *more: Any, **options: Any) -> Any:
            if host not in ("names.example", b"names.example"):
                return usual(host, port, *more, **options)
            asked.append("names.example")
            found = left.pop(0) if len(left) > 1 else left[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    return told


def ask(url: str, *allowed: str) -> httpx2.Response:
    async def go() -> httpx2.Response:
        settings = settings_of(node_allowed_hosts=list(allowed))
        async with outbound(settings, NamedBy.MEMBER) as client:
            return await client.get(url, follow_redirects=True)

    return asyncio.run(go())


def test_a_name_that_changes_its_mind_is_asked_once_a_connection(resolver: Answers):
    """The connection goes to the address that was looked at, and not to what the name means a moment later."""
    with site() as web:
        asked = resolver(["127.0.0.2"], ["127.0.0.1"])
        with pytest.raises(httpx2.ConnectError) as first:
            ask(f"http://names.example:{web.port}/", "127.0.0.2")
        assert "private" not in str(first.value)
        assert asked == ["names.example"]
        with pytest.raises(httpx2.ConnectError, match="a private address"):
            ask(f"http://names.example:{web.port}/", "127.0.0.2")
        assert web.asked == []


def test_one_private_address_among_others_is_enough(resolver: Answers):
    with site() as web:
        for found in (["1.1.1.1", "127.0.0.1"], ["127.0.0.1", "1.1.1.1"]):
            resolver(found)
            with pytest.raises(httpx2.ConnectError, match="a private address"):
                ask(f"http://names.example:{web.port}/")
        assert web.asked == []


def test_a_redirect_to_a_name_of_this_machine_is_refused(resolver: Answers):
    """From a server that is allowed, under each of its own spellings."""
    resolver(["127.0.0.1"])
    with site() as web:
        elsewhere = ["names.example", "127.1", "2130706433", "0x7f.0.0.1", "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0"]
        for host in elsewhere:
            web.pages["/away"] = (302, {"Location": f"http://{host}:{web.port}/secret"}, b"")
            with pytest.raises(httpx2.ConnectError, match="a private address"):
                ask(f"http://localhost:{web.port}/away", "localhost")
        assert {path for path, _ in web.asked} == {"/away"}
