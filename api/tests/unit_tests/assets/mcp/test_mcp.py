"""What of MCP needs no database: messages, envelopes, pieces of text, URIs, origins, the bounds of a search."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from tests.settings import settings_of
from treeline.assets.agents import searching
from treeline.assets.agents.searching import Search
from treeline.assets.agents.text import NotUtf8, lines_with, whole_characters
from treeline.assets.mcp import protocol
from treeline.assets.mcp.access import allowed_origin
from treeline.assets.mcp.protocol import RpcFailure, check_call, read_message
from treeline.assets.mcp.resources import path_of, uri_of

NOW = "2026-07-28"


def encoded(**message: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", **message}).encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", -32700),
        (b"{", -32700),
        (b"{'a': 1}", -32700),
        (b"\xff", -32700),
        (b'{"id": NaN}', -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b'[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]', -32600),
        (b"null", -32600),
        (b"1", -32600),
        (b"{}", -32600),
        (b'{"id": 1, "method": "ping"}', -32600),
        (b'{"jsonrpc": "1.0", "id": 1, "method": "ping"}', -32600),
        (encoded(id=1), -32600),
        (encoded(id=1, method=7), -32600),
        (encoded(id=1, result={}), -32600),
        (encoded(id=None, method="ping"), -32600),
        (encoded(id=True, method="ping"), -32600),
        (encoded(id=1.5, method="ping"), -32600),
        (encoded(id=[1], method="ping"), -32600),
        (encoded(id=1, method="ping", params=[1]), -32600),
        (encoded(id=1, method="ping", params="x"), -32600),
    ],
)
def test_what_is_no_message(data: bytes, code: int):
    with pytest.raises(RpcFailure) as refused:
        read_message(data)
    assert (refused.value.code, refused.value.status) == (code, 400)


@pytest.mark.parametrize("nothing", [None, [], {}])
def test_params_may_be_sent_as_nothing(nothing: Any):
    assert read_message(encoded(id=1, method="ping", params=nothing)).params == {}


@given(st.binary(max_size=200) | st.from_regex(rb'\{"jsonrpc":"2\.0",.{0,60}\}', fullmatch=True))
def test_whatever_comes_is_a_message_or_refused(data: bytes):
    refused: list[int | None] = []
    try:
        read_message(data)
    except RpcFailure as error:
        refused.append(error.status)
    assert refused in ([], [400])


@pytest.mark.parametrize("message_id", [0, 1, -1, 1.0, 2**53, 2**70, "", "x", "ä", None])
def test_ids_come_back_as_they_were(message_id: Any):
    sent = encoded(method="ping") if message_id is None else encoded(id=message_id, method="ping")
    message = read_message(sent)
    assert (message.id, message.method, message.params) == (message_id, "ping", {})
    if message_id is not None:
        answer = protocol.answer_result(check_call(message, Headers()), {})
        assert json.loads(answer.body) == {"jsonrpc": "2.0", "id": message_id, "result": {}}


def test_a_notification_may_have_an_id_that_is_null():
    assert read_message(encoded(id=None, method="notifications/initialized")).id is None


def test_a_mark_of_utf8_in_front_is_no_fault():
    assert read_message(b"\xef\xbb\xbf" + encoded(id=7, method="ping")).id == 7


def call(headers: dict[str, str], method: str = "tools/list", **params: Any) -> protocol.Call:
    return check_call(read_message(encoded(id=1, method=method, params=params)), Headers(headers))


@pytest.mark.parametrize("version", protocol.HANDSHAKE_VERSIONS)
def test_older_versions_are_taken_and_kept(version: str):
    assert call({"MCP-Protocol-Version": version}).envelope is False
    assert protocol.negotiated(version) == version


def test_an_unknown_version_is_offered_the_newest_with_a_handshake():
    assert call({}).envelope is False
    assert protocol.negotiated("1999-01-01") == protocol.negotiated(NOW) == "2025-11-25"
    assert call({"MCP-Protocol-Version": "1999-01-01"}, "initialize").method == "initialize"
    for nothing in (None, 7):
        with pytest.raises(RpcFailure):
            protocol.negotiated(nothing)
    with pytest.raises(RpcFailure) as refused:
        call({"MCP-Protocol-Version": "1999-01-01"})
    assert (refused.value.code, refused.value.status) == (-32022, 400)
    assert refused.value.data == {"supported": list(protocol.VERSIONS), "requested": "1999-01-01"}
    with pytest.raises(RpcFailure):
        protocol.check_notification(Headers({"MCP-Protocol-Version": "1999-01-01"}))


def enveloped(version: str = NOW, **more: Any) -> dict[str, Any]:
    meta = {"io.modelcontextprotocol/protocolVersion": version, "io.modelcontextprotocol/clientCapabilities": {}}
    return {"_meta": meta, **more}


def headers(method: str, name: str | None = None, version: str = NOW) -> dict[str, str]:
    return {"MCP-Protocol-Version": version, "Mcp-Method": method} | ({} if name is None else {"Mcp-Name": name})


def test_an_envelope_is_taken():
    assert call(headers("tools/list"), **enveloped()).envelope
    assert call(headers("tools/call", "list"), "tools/call", **enveloped(name="list")).envelope
    uri = "treeline:///ä"
    assert call(headers("resources/read", "=?base64?dHJlZWxpbmU6Ly8vw6Q=?="), "resources/read", **enveloped(uri=uri))


@pytest.mark.parametrize(
    ("sent", "method", "params", "code"),
    [
        (headers("tools/list"), "tools/list", {}, -32602),
        (headers("tools/list"), "tools/list", {"_meta": 7}, -32602),
        (headers("tools/list"), "tools/list", {"_meta": {"io.modelcontextprotocol/protocolVersion": NOW}}, -32602),
        ({}, "tools/list", enveloped(), -32020),
        (headers("tools/list", version="2025-11-25"), "tools/list", enveloped(), -32020),
        (headers("tools/call"), "tools/list", enveloped(), -32020),
        (headers("tools/call"), "tools/call", enveloped(name="list"), -32020),
        (headers("tools/call", "read"), "tools/call", enveloped(name="list"), -32020),
        (headers("tools/call", "=?base64?%?="), "tools/call", enveloped(name="list"), -32020),
        (headers("tools/list", version="2099-01-01"), "tools/list", enveloped("2099-01-01"), -32022),
    ],
)
def test_an_envelope_that_is_not_whole(sent: dict[str, str], method: str, params: dict[str, Any], code: int):
    with pytest.raises(RpcFailure) as refused:
        call(sent, method, **params)
    assert (refused.value.code, refused.value.status) == (code, 400)


@given(st.text(alphabet="aä€😀\n", min_size=1, max_size=40), st.integers(1, 12))
def test_pieces_of_text_put_together_are_the_text(text: str, step: int):
    data, begin, pieces = text.encode(), 0, []
    step = max(step, 4)
    while begin < len(data):
        piece = data[begin : begin + step]
        skipped, part = whole_characters(piece, first=begin == 0, last=begin + step >= len(data))
        assert skipped == 0
        pieces.append(part)
        begin += len(part.encode())
    assert "".join(pieces) == text


def test_a_piece_from_anywhere_begins_with_a_whole_character():
    data = "€€€".encode()
    assert whole_characters(data[1:], first=False, last=True) == (2, "€€")
    assert whole_characters(data[2:8], first=False, last=False) == (1, "€")


@pytest.mark.parametrize("data", [b"\xff", b"a\0b", b"\x80", b"a\xe2\x82", b"\xed\xa0\x80"])
def test_bytes_that_are_no_text(data: bytes):
    with pytest.raises(NotUtf8):
        whole_characters(data, first=True, last=True)


def test_lines_and_where_they_begin():
    text = "Eins\r\nzwei ÄPFEL\n\näpfel" + "\n" + "x" * 1000 + "äpfel" + "y" * 1000
    found = list(lines_with("äpfel", text))
    assert [(line.number, line.excerpt) for line in found[:2]] == [(2, "zwei ÄPFEL"), (4, "äpfel")]
    assert [text.encode()[line.offset :].split(b"\n")[0].decode() for line in found[:2]] == ["zwei ÄPFEL", "äpfel"]
    assert "xäpfely" in found[2].excerpt
    assert len(found[2].excerpt) == 200
    assert list(lines_with("none", text)) == []


@given(st.text(min_size=1).map(lambda text: text.replace("/", "_")).filter(lambda text: text.isprintable()))
def test_a_path_survives_its_uri(name: str):
    uri = uri_of(f"/skills/{name}")
    assert uri.isascii()
    assert path_of(uri) == f"skills/{name}"


@pytest.mark.parametrize("uri", ["file:///etc/passwd", "treeline://x/y", "", "treeline:///a%2Fb", "treeline:///%ff"])
def test_what_is_no_uri_of_ours(uri: str):
    assert path_of(uri) is None


@pytest.mark.parametrize(
    ("origin", "own", "allowed"),
    [
        ("http://localhost:5001", "http://localhost:5001/", True),
        ("http://127.0.0.1:5001", "http://127.0.0.1:5001/", True),
        ("http://[::1]:5001", "http://[::1]:5001/", True),
        ("http://10.0.0.7:5001", "http://10.0.0.7:5001/", True),
        ("https://console.example.com", "http://api:5001/", True),
        ("https://friend.example.com", "http://api:5001/", True),
        ("http://localhost:3000", "http://localhost:5001/", False),
        ("http://evil.example.com", "http://localhost:5001/", False),
        # A page that has pointed its own name at this machine.
        ("http://evil.example.com:5001", "http://evil.example.com:5001/", False),
        ("https://localhost:5001", "http://localhost:5001/", False),
        ("null", "http://localhost:5001/", False),
        ("", "http://localhost:5001/", False),
    ],
)
def test_whose_pages_may_call(origin: str, own: str, allowed: bool):
    settings = settings_of(
        console_web_url="https://console.example.com/",
        console_cors_allow_origins=["https://friend.example.com"],
    )
    assert allowed_origin(origin, own, settings) is allowed


@dataclass(frozen=True)
class Entry:
    path: str
    data: bytes = b""
    node_type: str = "file"

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def size(self) -> int:
        return len(self.data)


@dataclass
class Files:
    """Files in memory that count what is read."""

    read_paths: list[str] = field(default_factory=list)

    def find_bytes(self, entries: list[Any]) -> None:
        pass

    def read(self, entry: Any, start: int, length: int) -> bytes:
        self.read_paths.append(entry.path)
        return entry.data[start : start + length]


def search_all(entries: list[Entry], query: str, *, names: bool = True) -> tuple[list[tuple[str, int | None]], int]:
    """All hits of a search that goes on until its end, and how many answers it took."""
    start: int | None = 0
    hits: list[tuple[str, int | None]] = []
    answers = 0
    while start is not None:
        search = Search(query, names=names, text=True)
        search.run(Files(), entries, start)  # pyright: ignore[reportArgumentType]  all that a search asks of them
        assert len(search.hits) <= searching.MAX_HITS
        assert search.next is None or search.next > start
        hits += [(hit.path, hit.line) for hit in search.hits]
        start, answers = search.next, answers + 1
    return hits, answers


def test_a_search_goes_on_where_it_stopped():
    entries = [Entry(f"/d/{number}.txt", b"needle\nhay\nNEEDLE") for number in range(100)]
    hits, answers = search_all(entries, "Needle")
    assert hits == [(entry.path, line) for entry in entries for line in (1, 3)]
    assert answers == 4


def test_a_file_full_of_hits_gives_some():
    hits, answers = search_all([Entry("/needle", b"needle\n" * 1000), Entry("/b", b"needle")], "needle")
    assert hits == [("/needle", None), *(("/needle", line) for line in range(1, 21)), ("/b", 1)]
    assert answers == 1


def test_a_search_is_bounded_and_reads_no_more(monkeypatch: pytest.MonkeyPatch):
    entries = [Entry(f"/{number}", b"x" * 100) for number in range(50)]
    for bound, value, most in (("SCAN_FILES", 10, 10), ("SCAN_BYTES", 500, 5), ("SCAN_SECONDS", -1, 1)):
        with monkeypatch.context() as limited:
            limited.setattr(searching, bound, value)
            files, search = Files(), Search("needle", names=True, text=True)
            search.run(files, entries)  # pyright: ignore[reportArgumentType]  all that a search asks of them
            assert (len(files.read_paths), search.next) == (most, most)


def test_what_is_no_text_or_too_large_is_skipped_and_counted():
    entries = [
        Entry("/needle.bin", b"\xff needle"),
        Entry("/large", b"needle" + b" " * searching.MAX_TEXT_BYTES),
        Entry("/needles", node_type="folder"),
        Entry("/empty"),
    ]
    files, search = Files(), Search("needle", names=True, text=True)
    search.run(files, entries)  # pyright: ignore[reportArgumentType]  all that a search asks of them
    assert [hit.path for hit in search.hits] == ["/needle.bin", "/needles"]
    assert (search.searched, search.skipped, files.read_paths) == (1, 2, ["/needle.bin", "/empty"])
    hits, _ = search_all([Entry("/needle", b"x"), Entry("/x", b"needle")], "needle", names=False)
    assert hits == [("/x", 1)]
