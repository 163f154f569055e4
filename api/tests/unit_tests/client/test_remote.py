"""Against a scripted server: what is tried again and how often, and what is said when it fails."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

import pytest

from tests.processes import free_port
from tests.unit_tests.client.scripted import Reply, Request, Scripted, scripted
from treeline.client import remote as remotes
from treeline.client.download import WrongBytes, download
from treeline.client.errors import Refused, Unreachable, WrongUse
from treeline.client.packs import HEADER
from treeline.client.remote import Remote

KEY = "app-this-is-the-secret"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited; without waiting."""
    slept: list[float] = []
    monkeypatch.setattr(remotes.time, "sleep", slept.append)
    return slept


def ask(server: Scripted, **options: Any) -> Remote:
    with closing(Remote(server.base, KEY)) as remote:
        remote.call("POST", "/sync", json={"a": 1}, **options)
    return remote


def test_what_a_request_carries():
    with scripted(Reply()) as server:
        ask(server, once=True, if_match=7)
    (request,) = server.requests
    assert (request.method, request.path, request.json) == ("POST", "/v1/assets/sync", {"a": 1})
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["user-agent"].startswith("treeline-cli/")
    assert request.headers["if-match"] == '"7"'
    assert len(request.headers["idempotency-key"]) == 36


def test_a_signed_link_gets_no_key():
    with scripted(Reply(503), Reply()) as server, closing(Remote(server.base, KEY)) as remote:
        remote.send(f"{server.base}/elsewhere", lambda: iter([b"ab", b"c"]), 3)
    assert [request.body for request in server.requests] == [b"abc", b"abc"]
    assert all("authorization" not in request.headers for request in server.requests)
    assert all(request.headers["content-length"] == "3" for request in server.requests)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_passes_is_tried_again_with_the_same_idempotency_key(status: int, waits: list[float]):
    with scripted(Reply(status), Reply(status), Reply(200, cut=0), Reply()) as server:
        remote = ask(server, once=True)
    assert remote.requests == len(server.requests) == 4
    assert len({request.headers["idempotency-key"] for request in server.requests}) == 1
    assert all(0.75 * wait <= slept <= 1.25 * wait for slept, wait in zip(waits, (0.5, 1, 2), strict=True))


def test_the_server_says_how_long_to_wait(waits: list[float]):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    replies = [Reply(503, headers={"Retry-After": value}) for value in ("7", date, "100000", "rubbish", "-3")]
    busy = Reply(409, {"code": "idempotency_key_in_use", "message": "Busy."}, {"Retry-After": "2"})
    with scripted(*replies, busy, Reply()) as server:
        ask(server)
    assert waits[0] == 7
    assert 25 < waits[1] <= 30
    assert waits[2] == 120
    assert waits[4:] == [0, 2]


def test_a_server_that_is_not_there_is_given_up_soon(waits: list[float]):
    with pytest.raises(Unreachable) as refused:
        Remote(f"http://127.0.0.1:{free_port()}", KEY).call("GET", "/tree")
    assert refused.value.exit_code == 4
    assert sum(waits) < 2
    assert KEY not in refused.value.format_message()


def test_a_server_that_never_recovers_is_given_up(waits: list[float]):
    away = Reply(503, {"code": "unavailable", "message": "The database is away."})
    with scripted(answer=lambda _: away) as server, pytest.raises(Unreachable, match="The database is away"):
        ask(server)
    assert 30 < sum(waits) < 120


def test_too_many_requests_is_a_refusal_in_the_end():
    busy = Reply(429, {"code": "too_many_requests", "message": "Slow down."})
    with scripted(answer=lambda _: busy) as server, pytest.raises(Refused, match="Slow down"):
        ask(server)


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (400, "app_asset_invalid_batch", "no hint here"),
        (401, "unauthorized", "TREELINE_KEY"),
        (403, "forbidden", ""),
        (404, "not_found", "Check that http"),
        (404, "app_asset_version_not_found", ""),
        (412, "app_asset_stale", "treeline assets status"),
        (413, "app_asset_too_many_nodes", "/v1/assets/limits"),
        (507, "storage_full", "disk is full"),
        (500, "internal", "request r-1"),
        (409, "app_asset_path_conflict", ""),
    ],
)
def test_refusals_are_final_and_say_what_to_do(status: int, code: str, said: str):
    details = [{"path": "files[0].path", "message": "no hint here"}]
    body = {"code": code, "message": "The message.", "status": status, "details": details}
    with scripted(Reply(status, body, {"X-Request-Id": "r-1"})) as server, pytest.raises(Refused) as refused:
        ask(server)
    assert len(server.requests) == 1
    assert (refused.value.exit_code, refused.value.status, refused.value.code) == (3, status, code)
    assert refused.value.message.startswith("The message.")
    assert said in refused.value.format_message()
    assert KEY not in refused.value.format_message()


def test_another_kind_of_server_is_recognised():
    page = Reply(200, b"<html>", {"Content-Type": "text/html"})
    moved = Reply(308, b"", {"Location": "https://other.example/"})
    with scripted(page, moved, Reply(404, b"<html>")) as server:
        for said in ("is not a Treeline server", "other.example", "returned 404"):
            with pytest.raises(Refused, match=said):
                ask(server)


@pytest.mark.parametrize("url", ["localhost:5001", "", "ftp://host", "http://"])
def test_an_address_must_be_one(url: str):
    with pytest.raises(WrongUse) as refused:
        Remote(url, KEY)
    assert refused.value.exit_code == 2


def test_what_may_stand_behind_an_address():
    assert {Remote(url, KEY).url for url in ("http://h:1", "http://h:1/", "http://h:1/v1", "http://h:1/v1/ ")} == {
        "http://h:1"
    }


@pytest.mark.parametrize("key", ["", "  ", "app-\n", "app-a b", "app-é", "app-a\nX: y"])
def test_a_key_must_be_one_and_is_not_repeated(key: str):
    if key == "app-\n":
        assert Remote("http://h", key)
        return
    with pytest.raises(WrongUse) as refused:
        Remote("http://h", key)
    assert "app-a" not in refused.value.message


class Store:
    """Serves contents; `replies` are what it does before it behaves."""

    def __init__(self, contents: list[bytes], *cuts: int | None):
        self.contents = {sha256(content).hexdigest(): content for content in contents}
        self.sizes = {digest: len(content) for digest, content in self.contents.items()}
        self.cuts, self.asked = list(cuts), list[list[str]]()

    def __call__(self, request: Request) -> Reply:
        asked = request.json["sha256"]
        self.asked.append(asked)
        body = b"".join(
            HEADER.pack(index, len(self.contents[digest])) + self.contents[digest]
            for index, digest in reversed(list(enumerate(asked)))
        )
        return Reply(200, body, cut=self.cuts.pop(0) if self.cuts else None)


def collect(server: Scripted, wanted: dict[str, int]) -> dict[str, bytes]:
    got: dict[str, bytes] = {}

    def keep(digest: str, chunks: Iterator[bytes]) -> None:
        got[digest] = b"".join(chunks)

    with closing(Remote(server.base, KEY)) as remote:
        download(remote, wanted, keep)
    return got


def test_a_download_goes_on_where_it_broke_off():
    store = Store([bytes([number]) * 1000 for number in range(10)], 2500, 0, 5000)
    with scripted(answer=store) as server:
        assert collect(server, store.sizes) == store.contents
    assert [len(asked) for asked in store.asked] == [10, 8, 8, 4]


def test_spoiled_bytes_are_not_taken():
    store = Store([b"content", b"other"])
    digest = next(iter(store.contents))
    store.contents[digest] = b"CONTENT"
    with scripted(answer=store) as server, pytest.raises(WrongBytes):
        collect(server, store.sizes)


def test_a_server_that_sends_something_else_is_refused():
    store = Store([b"content"])
    with scripted(answer=store) as server, pytest.raises(Refused, match="not requested"):
        collect(server, dict.fromkeys(store.sizes, 3))


def test_an_answer_without_all_is_tried_again_and_given_up(waits: list[float]):
    store = Store([b"content"])
    with scripted(answer=lambda _: Reply(200, b"")) as server, pytest.raises(Unreachable):
        collect(server, store.sizes)
    assert waits
