"""What may stand on a connection: requests in every way that HTTP has, and what is none."""

import re
from uuid import uuid4

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration_tests.server.conftest import Wire, get, post, wires
from tests.processes import Api, Caller
from tests.runs import Stage

CHAT = "/v1/chat-messages"
CHUNKED = "Transfer-Encoding: chunked"


def is_well(api: Api) -> bool:
    return requests.get(f"{api.base}/health", timeout=20).status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"hello\r\n\r\n", 400),
        (b"GET / HTTP/3.7\r\nHost: x\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\r\nHost: x\r\nA: b\x00c\r\n\r\n", 400),
        (b"GET /hea lth HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (get("/" + "a" * 9000), 414),
        (get("/health", "A: " + "b" * 70_000), 431),
        (get("/health", *[f"A{n}: b" for n in range(200)]), 431),
        (post(CHAT, "Content-Length: -1"), 400),
        (post(CHAT, "Content-Length: +1"), 400),
        (post(CHAT, "Content-Length: 1_0"), 400),
        (post(CHAT, "Content-Length: 0x10"), 400),
        (post(CHAT, "Content-Length: ten"), 400),
        (post(CHAT, "Content-Length: " + "9" * 400), 400),
        (post(CHAT, "Content-Length: 2", "Content-Length: 3", body=b"{}"), 400),
        (post(CHAT, "Content-Length: 2", CHUNKED, body=b"2\r\n{}\r\n0\r\n\r\n"), 400),
        (post(CHAT, "Transfer-Encoding: gzip", body=b"{}"), 501),
        (post(CHAT, "Transfer-Encoding: gzip, chunked", body=b"2\r\n{}\r\n0\r\n\r\n"), 501),
        (post(CHAT, CHUNKED, CHUNKED, body=b"2\r\n{}\r\n0\r\n\r\n"), 501),
        (post(CHAT, "Authorization: Bearer a", "Authorization: Bearer b"), 400),
        *[
            (post(CHAT, CHUNKED, body=chunk + b"\r\n{}\r\n0\r\n\r\n"), 400)
            for chunk in (b"zz", b"-2", b"+2", b"0x2", b"2_0", b" 2", b"", b"2 ;\x00", b"f" * 40, b"\xff", b"\xd9\xa2")
        ],
        (post(CHAT, CHUNKED, body=b"2\r\n{}x\r\n0\r\n\r\n"), 400),
        (post(CHAT, CHUNKED, body=b"1\r\n{}\r\n0\r\n\r\n"), 400),
        (post(CHAT, CHUNKED, body=b"2\r\n{}\r\n0\r\nno trailer\r\n\r\n"), 400),
        (post(CHAT, CHUNKED, body=b"2;" + b"a" * 100_000), 400),
    ],
)
def test_what_is_no_request_is_told_so(api: Api, wire: Wire, sent: bytes, status: int):
    reply = wire.send(sent).reply()
    assert (reply.status, reply.json["status"]) == (status, status)
    assert reply.json["code"]
    assert reply.json["message"]
    assert reply.headers["Content-Type"] == "application/json"
    wire.sock.shutdown(1)
    assert wire.is_over()
    assert is_well(api)


PIECES = st.one_of(
    st.sampled_from(
        [
            b"\r\n",
            b"\n",
            b"\r",
            b"0\r\n",
            b"0\r\n\r\n",
            b"2\r\n{}\r\n",
            b"1;a=b\r\nx\r\n",
            b"A\r\n0123456789\r\n",
            b"ffffffff\r\n",
        ]
    ),
    st.binary(max_size=12),
    st.integers(-3, 40).map(lambda n: f"{n:x}\r\n".encode()),
)
HEADERS = st.lists(
    st.one_of(
        st.sampled_from(
            [CHUNKED, "Content-Length: 5", "Content-Length: 0", "Connection: close", "Expect: 100-continue"]
        ),
        st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=20),
    ),
    max_size=4,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HEADERS, st.lists(PIECES, max_size=8), st.booleans())
def test_junk_never_fails_here(api: Api, headers: list[str], pieces: list[bytes], chunked: bool):
    """A client that sends anything and says that it is done is answered or left; by 4xx, for it has no key."""
    wire = Wire(api)
    lines = [f"POST {CHAT} HTTP/1.1", "Host: x", *([CHUNKED] if chunked else []), *headers, "", ""]
    try:
        wire.send("\r\n".join(lines).encode("latin-1"), *pieces)
        wire.sock.shutdown(1)
        got = b""
        while data := wire.sock.recv(65536):
            got += data
    except ConnectionError:
        got = b""
    finally:
        wire.close()
    statuses = {int(found) for found in re.findall(rb"^HTTP/1.1 (\d+)", got, re.MULTILINE)}
    assert statuses <= {100, 400, 401, 404, 405, 408, 414, 429, 431, 501}, got
    assert b"Traceback" not in got


def test_after_all_that_it_is_well(api: Api):
    assert is_well(api)


@pytest.mark.parametrize("piece", [b"zz\r\nab\r\n", b"-1\r\n", b"5\r\nabcdefgh\r\n"])
def test_a_large_body_that_breaks_its_chunks(small: Stage, caller: Caller, wire: Wire, piece: bytes):
    """The thread that reads it has begun already."""
    url = upload_url(small, caller, size=8 << 20)
    head = post(url, CHUNKED, method="PUT")
    try:
        wire.send(head, *[b"40000\r\n" + b"a" * 0x40000 + b"\r\n"] * 6, piece)
    except ConnectionError:
        pytest.fail("the reply must reach a client that still sends")
    reply = wire.reply()
    assert (reply.status, reply.json["code"]) == (400, "bad_request")
    assert wire.is_over()
    assert is_well(small.api)


def test_a_body_byte_by_byte(wire: Wire):
    for sent in (
        post(CHAT, "Content-Length: 2", body=b"{}"),
        post(CHAT, CHUNKED, body=b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"),
    ):
        reply = wire.send(*[bytes([byte]) for byte in sent]).reply()
        assert (reply.status, reply.json["code"]) == (401, "unauthorized")


def test_requests_that_come_together_are_answered_in_their_order(wire: Wire):
    wire.send(
        get("/nothing")
        + post(CHAT, "Content-Length: 2", body=b"{}")
        + post(CHAT, CHUNKED, body=b"2\r\n{}\r\n0\r\n\r\n")
        + get("/health", "X-Request-Id: last")
    )
    assert [wire.reply().status for _ in range(3)] == [404, 401, 401]
    last = wire.reply()
    assert (last.status, last.headers["X-Request-Id"]) == (200, "last")
    assert wire.send(get("/health")).reply().status == 200


def test_a_connection_is_used_again_whatever_the_reply(wire: Wire, small: Stage, caller: Caller):
    node = file_of(small, caller, b"content")
    cookie = "Cookie: " + "; ".join(f"{each.name}={each.value}" for each in caller.session.cookies)
    path = f"/console/api/apps/{small.app_id}/assets/files/{node}/raw"
    whole = wire.send(get(path, cookie)).reply()
    assert (whole.status, whole.body) == (200, b"content")
    etag = f"If-None-Match: {whole.headers['ETag']}"
    unchanged = wire.send(get(path, cookie, etag)).reply()
    assert (unchanged.status, unchanged.body) == (304, b"")
    head = wire.send(post(path, cookie, method="HEAD")).reply("HEAD")
    assert (head.status, head.headers["Content-Length"]) == (200, "7")
    part = wire.send(get(path, cookie, "Range: bytes=1-2")).reply()
    assert (part.status, part.body) == (206, b"on")
    url = upload_url(small, caller, size=2)
    nothing = wire.send(post(url, "Content-Length: 2", method="PUT", body=b"ab")).reply("PUT")
    assert (nothing.status, nothing.body) == (204, b"")
    assert wire.send(get("/health")).reply().status == 200


def test_http_1_0(api: Api):
    with wires(api, 2) as (one, two):
        reply = one.send(b"GET /health HTTP/1.0\r\n\r\n").reply()
        assert (reply.status, reply.headers["Connection"]) == (200, "close")
        assert one.is_over()
        reply = two.send(b"POST /v1/chat-messages HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}").reply()
        assert (reply.status, reply.json["code"]) == (401, "unauthorized")
        assert two.is_over()


def test_a_client_that_asks_before_it_sends(small: Stage, caller: Caller):
    asks = "Expect: 100-continue"
    with wires(small.api, 3) as (short, large, rejected):
        short.send(post(CHAT, asks, "Content-Length: 2"))
        assert short.sock.recv(1 << 16) == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert short.send(b"{}").reply().status == 401
        data = b"a" * (2 << 20)
        large.send(post(upload_url(small, caller, len(data)), asks, f"Content-Length: {len(data)}", method="PUT"))
        assert large.sock.recv(1 << 16) == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert large.send(data).reply().status == 204
        assert large.send(get("/health")).reply().status == 200
        # Who is turned away need not send anything.
        rejected.send(post("/files/packs/none", asks, f"Content-Length: {len(data)}", method="PUT"))
        assert rejected.reply().status == 403
        assert rejected.is_over()


def upload_url(stage: Stage, caller: Caller, size: int) -> str:
    """The path that takes the bytes of a new file."""
    file = {"name": uuid4().hex, "size": size}
    reply = caller.call("POST", f"/apps/{stage.app_id}/assets/files/upload", json=file)
    assert reply.status_code == 201, reply.text
    return "/" + reply.json()["upload_url"].split("/", 3)[3]


def file_of(stage: Stage, caller: Caller, data: bytes) -> str:
    """The id of a new file with these bytes."""
    url = upload_url(stage, caller, len(data))
    assert requests.put(stage.api.base + url, data=data, timeout=20).status_code == 204
    return url.rpartition("/")[2]
