"""Requests to elsewhere: real sockets of this machine, which is just what must not be reached."""

import asyncio
import gzip
import ipaddress
from collections.abc import Iterator
from typing import Any

import httpcore2
import httpx2
import pytest

from tests.settings import settings_of
from tests.sites import Site, site
from treeline.kernel.addresses import checked_address
from treeline.kernel.http import (
    CompressedReply,
    GuardedNetwork,
    GuardedTransport,
    NamedBy,
    ResponseTooLarge,
    is_public,
    outbound,
    reason_of,
)
from treeline.settings import Settings

PRIVATE = [
    "127.0.0.1",
    "127.9.9.9",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b:1::127.0.0.1",
    "2002:7f00:1::",
    "2001:db8::1",
]
# What else this machine may be called in an address.
DISGUISES = [
    "127.0.0.1",
    "[::ffff:7f00:1]",
    "127.0.0.1",
    "localhost",
    "LocalHost",
    "127.1",
    "0x7f.1",
    "2130706433",
    "017700000001",
    "0",
    "[::ffff:127.0.0.1]",
    "[::1]",
]


NO_ADDRESSES = [
    "",
    "x",
    "ftp://example.com/",
    "http://",
    "http:///x",
    "http://é\u2028.com/x.png",
    "http://a.com/x.png\r\nX: y",
    "http://a.com/\u2028",
    "http://a.com/\ud800",
    "http://a.com:0/",
    "http://a.com:99999/x.png",
    "http://a.com:x/",
    "http://a b/x.png",
    "http://a.com/x y.png",
    "http://a..b/x.png",
    "http://.a/",
    "http://-a.com/",
    "http://a%20b/",
    "http://a<b/",
    "http://[::1",
    "http://[fe80::1%25eth0]/",
    "http://" + "a" * 64 + ".com/",
    "http://" + "a." * 127 + "com/",
]
ADDRESSES = [
    "http://a.com",
    "HTTPS://A.com./x.png?y=z#w",
    "http://bücher.de/é.png",
    "http://my_models:8000/v1",
    "http://127.0.0.1:1/",
    "http://[::1]:65535/",
    "http://ann:secret@a.com/",
]


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as running:
        yield running


def settings(*allowed: str) -> Settings:
    return settings_of(outbound_allowed_hosts=list(allowed))


def get(url: str, *allowed: str, **options: Any) -> httpx2.Response:
    most = {"most": options.pop("most")} if "most" in options else {}

    async def ask() -> httpx2.Response:
        async with outbound(settings(*allowed), NamedBy.ADMIN, **most) as client:
            return await client.get(url, **options)

    return asyncio.run(ask())


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address(url: str):
    with pytest.raises(ValueError, match=r"http://|port"):
        checked_address(url)


@pytest.mark.parametrize("url", ADDRESSES)
def test_what_is_an_address(url: str):
    assert checked_address(url) == url


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public(address: str):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "::ffff:1.1.1.1", "2002:101:101::"])
def test_addresses_that_are_public(address: str):
    assert is_public(ipaddress.ip_address(address))


def test_it_works_where_it_is_allowed(web: Site):
    for allowed in ("127.0.0.1", "127.0.0.0/8"):
        assert get(web.url, allowed).text == "hello"
    assert get(f"http://localhost:{web.port}/", "LocalHost").text == "hello"


def test_a_host_with_a_port_is_allowed_with_that_port_only(web: Site):
    for host in ("127.0.0.1", "localhost"):
        url = f"http://{host}:{web.port}/"
        assert get(url, f"{host.upper()}:{web.port}").text == "hello"
        for other in (f"{host}:{web.port + 1}", f"{host}:80", f"[::1]:{web.port}", f"x{host}:{web.port}"):
            with pytest.raises(httpx2.ConnectError, match=f"port {web.port}"):
                get(url, other)


def test_an_entry_without_a_port_allows_every_port(web: Site):
    with site() as other:
        for host, allowed in (("localhost", "localhost"), ("127.0.0.1", "127.0.0.1"), ("127.0.0.1", "127.0.0.0/8")):
            for port in (web.port, other.port):
                assert get(f"http://{host}:{port}/", allowed).text == "hello"


@pytest.mark.parametrize("named_by", NamedBy)
def test_each_list_is_for_those_who_name_the_address(web: Site, named_by: NamedBy):
    async def ask(**listed: list[str]) -> str:
        async with outbound(settings_of(**listed), named_by) as client:
            return (await client.get(web.url)).text

    lists = {each: {each.value.lower(): ["127.0.0.1"]} for each in NamedBy}
    assert asyncio.run(ask(**lists.pop(named_by))) == "hello"
    for other in lists.values():
        with pytest.raises(httpx2.ConnectError, match=named_by.value):
            asyncio.run(ask(**other))


@pytest.mark.parametrize("host", DISGUISES)
def test_this_machine_is_refused_under_every_name(web: Site, host: str):
    with pytest.raises(httpx2.HTTPError) as refused:
        get(f"http://{host}:{web.port}/")
    reason = reason_of(refused.value)
    assert reason is not None, repr(refused.value)
    assert "OUTBOUND_ALLOWED_HOSTS" in reason
    assert web.asked == []


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "[fe80::1]", "[64:ff9b::7f00:1]", "[fc00::1]"])
def test_other_machines_of_a_private_network_are_refused(address: str):
    with pytest.raises(httpx2.ConnectError, match="OUTBOUND_ALLOWED_HOSTS"):
        get(f"http://{address}/")


def test_what_is_allowed_is_that_and_no_more(web: Site):
    for allowed in ("127.0.0.2", "example.com", "localhost", "10.0.0.0/8", "notlocalhost"):
        with pytest.raises(httpx2.ConnectError, match="OUTBOUND_ALLOWED_HOSTS"):
            get(web.url, allowed)
    with pytest.raises(httpx2.ConnectError, match="OUTBOUND_ALLOWED_HOSTS"):
        get(f"http://localhost:{web.port}/", "host")
    assert web.asked == []


def test_a_redirect_is_looked_at_again(web: Site):
    """From an allowed name to an address that is not."""
    web.pages["/away"] = (302, {"Location": f"{web.url}/secret"}, b"")
    web.pages["/near"] = (302, {"Location": "/"}, b"")
    with pytest.raises(httpx2.ConnectError, match="OUTBOUND_ALLOWED_HOSTS"):
        get(f"http://localhost:{web.port}/away", "localhost", follow_redirects=True)
    assert [path for path, _ in web.asked] == ["/away"]
    assert get(f"http://localhost:{web.port}/near", "localhost", follow_redirects=True).text == "hello"
    # Unless told to, nobody is followed.
    assert get(f"http://localhost:{web.port}/near", "localhost").status_code == 302


def test_a_name_that_is_none():
    for host in ("nowhere.invalid", "a" * 70 + ".com"):
        with pytest.raises(httpx2.HTTPError) as failed:
            get(f"http://{host}/")
        assert reason_of(failed.value) is None
        assert "resolved" in str(failed.value)


def test_a_reply_has_an_end(web: Site):
    web.pages["/large"] = (200, {}, b"x" * 100_000)
    assert len(get(f"{web.url}/large", "127.0.0.1", most=100_000).content) == 100_000
    with pytest.raises(ResponseTooLarge, match="larger than 99999 bytes"):
        get(f"{web.url}/large", "127.0.0.1", most=99_999)


def test_a_compressed_reply_hides_no_size(web: Site):
    web.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 1_000_000))
    with pytest.raises(CompressedReply):
        get(f"{web.url}/bomb", "127.0.0.1", most=10_000)
    get(web.url, "127.0.0.1")
    assert web.asked[-1][1]["Accept-Encoding"] == "identity"


def test_the_environment_has_no_say(web: Site, monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    assert get(web.url, "127.0.0.1").text == "hello"


def test_the_guard_stands_in_the_library_s_way():
    """The library has no option for it: should it lose the attribute, this says so, and not a request that got out."""

    async def look() -> None:
        async with outbound(settings(), NamedBy.ADMIN) as client:
            transport = client._transport
            assert isinstance(transport, GuardedTransport)
            assert isinstance(transport._pool, httpcore2.AsyncConnectionPool)
            assert isinstance(transport._pool._network_backend, GuardedNetwork)
            made = transport._pool.create_connection(httpcore2.Origin(b"http", b"example.com", 80))
            assert made._network_backend is transport._pool._network_backend  # pyright: ignore[reportAttributeAccessIssue]  private, and what matters
            with pytest.raises(httpcore2.ConnectError):
                await transport._pool._network_backend.connect_unix_socket("/run/docker.sock")

    asyncio.run(look())


def test_unix_sockets_are_no_way_out(tmp_path: Any):
    with pytest.raises((httpx2.HTTPError, httpx2.InvalidURL)):
        get(f"http+unix://{tmp_path}/x")
