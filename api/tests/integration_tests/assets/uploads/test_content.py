"""Bytes in and out, on either storage: upload links, text, ranges, download links, and what is refused."""

import io
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import has_app_context

from tests.conftest import Person, Program
from tests.integration_tests.assets.conftest import Tree, digest, file, folder
from tests.s3 import S3Server, on_s3
from treeline import create_app
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

BYTES = bytes(range(256)) * 5000


class Watched:
    """A storage that must not be called while a transaction is open."""

    def __init__(self, storage: Storage):
        self.storage = storage

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.storage, name)

        def watched(*args: Any) -> Any:
            if has_app_context():
                # Raises if there is one already.
                with unit_of_work():
                    pass
            return method(*args)

        return watched


@pytest.fixture(scope="module", params=["local", "s3"])
def flask_app(request: pytest.FixtureRequest, flask_app: FlaskApp, settings: Settings) -> Iterator[FlaskApp]:
    if request.param == "s3":
        s3: S3Server = request.getfixturevalue("s3")
        flask_app = create_app(on_s3(s3.bucket(), settings))
    storage = flask_app.extensions["storage"]
    flask_app.extensions["storage"] = Watched(storage)
    yield flask_app
    flask_app.extensions["storage"] = storage


def test_bytes_arrive_and_are_read_back(tree: Tree):
    node = tree.made(file("data.bin", BYTES))["data.bin"]
    assert tree.get(f"/nodes/{node['id']}").json["status"] == "pending"
    revision = tree.read()["revision"]
    reply = tree.send(node, BYTES)
    assert (reply.status_code, reply.data) == (204, b"")
    assert "Content-Type" not in reply.headers
    seen = tree.get(f"/nodes/{node['id']}").json
    assert (seen["status"], seen["sha256"], seen["size"]) == ("ready", digest(BYTES), len(BYTES))
    assert tree.get(f"/files/{node['id']}/raw").data == BYTES
    # What was promised when the file was made has come: the tree is the same.
    assert tree.read()["revision"] == revision


def test_a_link_needs_no_cookie_and_no_csrf_token(tree: Tree, client: Any):
    node = tree.made(file("a", b"abc"))["a"]
    assert client.put(node["upload_url"], data=b"abc").status_code == 204
    url = tree.get(f"/files/{node['id']}/download-url").json["download_url"]
    reply = client.get(url)
    assert (reply.status_code, reply.data) == (200, b"abc")


def test_the_same_bytes_again_are_fine_and_others_are_not(
    tree: Tree, stored: Callable[[], set[str]], kept: Callable[[], set[str]]
):
    node = tree.made(file("a", b"abc"))["a"]
    before = stored()
    assert tree.send(node, b"abc").status_code == 204
    assert tree.send(node, b"abc").status_code == 204
    reply = tree.send(node, b"xyz")
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_upload_not_awaited")
    assert tree.get(f"/files/{node['id']}/raw").data == b"abc"
    assert len(kept() - before) == 1


@pytest.mark.parametrize(
    ("data", "code"), [(b"ab", "size_mismatch"), (b"abcd", "size_mismatch"), (b"", "size_mismatch")]
)
def test_another_size_is_refused_and_nothing_kept(tree: Tree, data: bytes, code: str, stored: Callable[[], set[str]]):
    node = tree.made(file("a", b"abc"))["a"]
    before = stored()
    reply = tree.send(node, data)
    assert (reply.status_code, reply.json["code"]) == (400, code)
    assert stored() == before
    assert tree.get(f"/nodes/{node['id']}").json["status"] == "pending"
    assert tree.send(node, b"abc").status_code == 204


def test_another_hash_is_refused_and_nothing_kept(tree: Tree, stored: Callable[[], set[str]]):
    node = tree.made(file("a", b"abc", sha256=digest(b"abc")))["a"]
    before = stored()
    reply = tree.send(node, b"abd")
    assert (reply.status_code, reply.json["code"]) == (400, "hash_mismatch")
    assert stored() == before
    assert tree.send(node, b"abc").status_code == 204


def test_equal_bytes_are_stored_once(tree: Tree, stored: Callable[[], set[str]], kept: Callable[[], set[str]]):
    made = tree.made(file("a", b"equal"), file("b", b"equal"))
    before = stored()
    assert tree.send(made["a"], b"equal").status_code == 204
    assert tree.send(made["b"], b"equal").status_code == 204
    assert len(kept() - before) == 1
    assert [tree.get(f"/files/{made[name]['id']}/raw").data for name in "ab"] == [b"equal", b"equal"]


def test_two_who_send_the_same_at_once_are_both_told_that_it_is_there(
    tree: Tree, stored: Callable[[], set[str]], kept: Callable[[], set[str]]
):
    node = tree.made(file("a", b"abc"))["a"]
    before = stored()
    assert tree.send_slowly(node, b"abc", lambda: tree.send(node, b"abc")).status_code == 204
    assert len(kept() - before) == 1


def test_a_file_is_made_with_one_link(tree: Tree):
    reply = tree.post("/files/upload", json={"name": "a.md", "size": 3})
    assert reply.status_code == 201
    assert reply.json["node"]["status"] == "pending"
    assert tree.send({"upload_url": reply.json["upload_url"]}, b"abc").status_code == 204
    again = tree.post("/files/upload", json={"name": "b.md", "size": 3, "sha256": digest(b"abc")}).json
    assert (again["upload_url"], again["node"]["status"]) == (None, "ready")
    empty = tree.post("/files/upload", json={"name": "c.md", "size": 0}).json
    assert (empty["upload_url"], empty["node"]["status"]) == (None, "ready")
    assert tree.get(f"/files/{empty['node']['id']}/raw").data == b""
    assert tree.post("/files/upload", json={"name": "a.md", "size": 3}).json["code"] == "app_asset_path_conflict"
    trimmed = tree.post("/files/upload", json={"name": "  t.txt ", "size": 3})
    assert (trimmed.status_code, trimmed.json["node"]["name"]) == (201, "t.txt")
    wrong = tree.post("/files/upload", json={"name": "s", "size": 0, "sha256": "0" * 64})
    assert (wrong.status_code, wrong.json["code"]) == (400, "app_asset_content_mismatch")
    right = tree.post("/files/upload", json={"name": "s", "size": 0, "sha256": digest(b"")})
    assert right.json["node"]["status"] == "ready"
    for size in (-1, "3", None, True, 10**30):
        assert tree.post("/files/upload", json={"name": "d", "size": size}).status_code in (400, 413)


def test_links_that_are_no_good(tree: Tree, clock_travel: Callable[[float], None]):
    made = tree.made(file("a", b"abc"), file("b", b"abc"))
    url: str = made["a"]["upload_url"]
    token = url.split("/")[-2]
    flipped = token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]
    for bad in (
        url.replace(token, flipped),
        url.replace(token, "x"),
        url.replace(token, token + "A"),
        url.replace(token, "é"),
    ):
        reply = tree.send({"upload_url": bad}, b"abc")
        assert (reply.status_code, reply.json["code"]) == (403, "link_invalid")
    # A link to send is none to read, and the other way round.
    assert tree.person.client.get(f"/files/assets/{token}").json["code"] == "link_invalid"
    tree.send(made["a"], b"abc")
    download = tree.get(f"/files/{made['a']['id']}/download-url").json["download_url"]
    assert tree.person.client.put(f"{download}/{made['b']['id']}", data=b"abc").json["code"] == "link_invalid"
    clock_travel(3601)
    reply = tree.send(made["b"], b"abc")
    assert (reply.status_code, reply.json["code"]) == (403, "link_expired")
    assert tree.person.client.get(download).json["code"] == "link_expired"


def test_a_link_reaches_only_its_own_file(tree: Tree, mallory: Person, new_app: Any):
    """Of one batch, of one renewal and of files made singly: a link for one takes no bytes for another."""
    made = tree.made(file("a", b"abc"), file("b", b"abc"))
    single = tree.post("/files/upload", json={"name": "c", "size": 3}).json
    theirs = Tree(mallory, new_app(mallory)).made(file("d", b"abc"))["d"]
    links = {made[name]["id"]: made[name]["upload_url"] for name in "ab"}
    links |= {single["node"]["id"]: single["upload_url"], theirs["id"]: theirs["upload_url"]}
    renewed = tree.post("/uploads", json={}).json["urls"]
    assert set(renewed) == set(links) - {theirs["id"]}
    for own, url in [*links.items(), *renewed.items()]:
        for other in links:
            token = url.split("/")[-2]
            if other != own:
                reply = tree.send({"upload_url": f"/files/assets/{token}/{other}"}, b"abc")
                assert (reply.status_code, reply.json["code"]) == (403, "link_invalid")
    assert {tree.get(f"/nodes/{node_id}").json["status"] for node_id in renewed} == {"pending"}
    for url in (*renewed.values(), *links.values()):
        assert tree.send({"upload_url": url}, b"abc").status_code == 204


def test_a_link_dies_with_its_node_and_its_app(tree: Tree):
    made = tree.made(file("a", b"abc"), file("b", b"abc"), file("c", b"c"))
    tree.send(made["c"], b"c")
    download = tree.get(f"/files/{made['c']['id']}/download-url").json["download_url"]
    tree.delete(f"/nodes/{made['a']['id']}")
    assert tree.send(made["a"], b"abc").json["code"] == "app_asset_node_not_found"
    assert tree.person.delete(f"/apps/{tree.app_id}").status_code == 204
    assert (tree.send(made["b"], b"abc").status_code, tree.send(made["b"], b"abc").json["code"]) == (
        404,
        "app_not_found",
    )
    assert tree.person.client.get(download).status_code == 404


def test_text_is_read_and_written(tree: Tree):
    text = "# Größe\n\0 日本語\n"
    node = tree.ready_file("README.md", text.encode())
    reply = tree.get(f"/files/{node}").json
    assert reply == {"content": text, "sha256": digest(text.encode()), "size": len(text.encode())}
    revision = tree.read()["revision"]
    written = tree.put(f"/files/{node}", json={"content": "new\0"})
    assert (written.status_code, written.json["size"], written.json["sha256"]) == (200, 4, digest(b"new\0"))
    assert tree.get(f"/files/{node}").json["content"] == "new\0"
    assert tree.read()["revision"] == revision + 1
    assert tree.put(f"/files/{node}", json={"content": "new\0"}).status_code == 200
    assert tree.read()["revision"] == revision + 1
    assert tree.put(f"/files/{node}", json={"content": ""}).json["size"] == 0
    assert tree.get(f"/files/{node}").json["content"] == ""


def test_a_form_writes_bytes(tree: Tree):
    node = tree.ready_file("a.bin", b"old")
    reply = tree.put(f"/files/{node}", data={"file": (io.BytesIO(BYTES), "whatever.bin")})
    assert (reply.status_code, reply.json["name"], reply.json["size"]) == (200, "a.bin", len(BYTES))
    assert tree.get(f"/files/{node}/raw").data == BYTES
    reply = tree.put(f"/files/{node}", data={"other": (io.BytesIO(b""), "x")})
    assert (reply.status_code, reply.json["code"]) == (400, "no_file_uploaded")


def test_text_makes_a_pending_file_ready_and_its_link_useless(tree: Tree):
    node = tree.made(file("a", b"abc"))["a"]
    assert tree.put(f"/files/{node['id']}", json={"content": "text"}).json["status"] == "ready"
    assert tree.send(node, b"abc").json["code"] == "app_asset_upload_not_awaited"
    assert tree.get(f"/files/{node['id']}").json["content"] == "text"


def test_if_match_keeps_from_overwriting(tree: Tree):
    node = tree.ready_file("a", b"one")
    stale = tree.put(f"/files/{node}", json={"content": "two"}, headers={"If-Match": f'"{digest(b"zero")}"'})
    assert (stale.status_code, stale.json["code"]) == (412, "app_asset_stale")
    assert digest(b"one") in str(stale.json["details"])
    for value in (f'"{digest(b"one")}"', "*"):
        reply = tree.put(f"/files/{node}", json={"content": "one"}, headers={"If-Match": value})
        assert reply.status_code == 200


def test_what_cannot_be_read_as_text(tree: Tree):
    made = tree.made(folder("d"), file("pending", 3))
    binary = tree.ready_file("binary", b"\xff\xfe")
    for node, status, code in (
        (binary, 415, "app_asset_not_text"),
        (made["pending"]["id"], 409, "app_asset_content_pending"),
        (made["d"]["id"], 400, "app_asset_not_a_file"),
        (tree.app_id, 404, "app_asset_node_not_found"),
    ):
        reply = tree.get(f"/files/{node}")
        assert (reply.status_code, reply.json["code"]) == (status, code)
    for path in ("raw", "download-url"):
        assert tree.get(f"/files/{made['pending']['id']}/{path}").status_code == 409
    assert tree.put(f"/files/{made['d']['id']}", json={"content": "x"}).json["code"] == "app_asset_not_a_file"
    big = tree.ready_file("big", b"x" * (5 * 1024**2 + 1))
    assert (tree.get(f"/files/{big}").status_code, tree.get(f"/files/{big}/raw").status_code) == (413, 200)
    reply = tree.put(f"/files/{big}", json={"content": "x" * (5 * 1024**2 + 1)})
    assert (reply.status_code, reply.json["code"]) == (413, "app_asset_too_large")


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ("bytes=0-0", 206, 0, 1),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=1000-", 206, 1000, len(BYTES)),
        ("bytes=-7", 206, len(BYTES) - 7, len(BYTES)),
        (f"bytes=5-{len(BYTES) + 99}", 206, 5, len(BYTES)),
        ("bytes=0-1,3-4", 200, 0, len(BYTES)),
        ("lines=1-2", 200, 0, len(BYTES)),
        ("nonsense", 200, 0, len(BYTES)),
    ],
)
def test_ranges(tree: Tree, asked: str, status: int, start: int, stop: int):
    node = tree.ready_file("data.bin", BYTES)
    link = tree.get(f"/files/{node}/download-url").json["download_url"]
    for reply in (
        tree.get(f"/files/{node}/raw", headers={"Range": asked}),
        tree.person.client.get(link, headers={"Range": asked}),
    ):
        assert (reply.status_code, reply.data) == (status, BYTES[start:stop])
        assert reply.headers["Content-Length"] == str(stop - start)
        if status == 206:
            assert reply.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(BYTES)}"


def test_ranges_that_cannot_be_and_validators(tree: Tree):
    node = tree.ready_file("data.bin", BYTES)
    raw = f"/files/{node}/raw"
    reply = tree.get(raw, headers={"Range": f"bytes={len(BYTES)}-"})
    assert (reply.status_code, reply.headers["Content-Range"]) == (416, f"bytes */{len(BYTES)}")
    assert reply.json["code"] == "range_not_satisfiable"
    for nothing in ("bytes=-0", "bytes=-00"):
        reply = tree.get(raw, headers={"Range": nothing})
        assert (reply.status_code, reply.headers["Content-Range"]) == (416, f"bytes */{len(BYTES)}")
    tag = tree.get(raw).headers["ETag"]
    assert tree.get(raw, headers={"If-None-Match": tag}).status_code == 304
    assert tree.get(raw, headers={"Range": "bytes=0-0", "If-Range": tag}).status_code == 206
    assert tree.get(raw, headers={"Range": "bytes=0-0", "If-Range": '"other"'}).status_code == 200


@pytest.mark.parametrize("name", ["page.html", "image.svg", "data.xml", "script.js", "quo\"te'd.txt", "größe 日本.md"])
def test_content_never_runs_here(tree: Tree, name: str):
    node = tree.ready_file(name, b"<script>alert(1)</script>")
    headers = tree.get(f"/files/{node}/raw").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in headers["Content-Security-Policy"]


def test_a_deleted_app_goes_with_its_bytes(
    tree: Tree, run_tasks: Callable[[], list[str]], stored: Callable[[], set[str]]
):
    before = stored()
    for index in range(3):
        tree.ready_file(f"f{index}", os.urandom(10))
    tree.made(folder("d", file("pending", 3)))
    assert len(stored() - before) == 3
    assert tree.person.delete(f"/apps/{tree.app_id}").status_code == 204
    assert tree.get("/tree").json["code"] == "app_not_found"
    assert run_tasks() == ["apps.remove"]
    assert stored() == before


@pytest.mark.parametrize("when", ["before", "during"])
def test_a_link_ends_with_the_key_it_was_made_with(tree: Tree, flask_app: FlaskApp, when: str):
    keys = f"/apps/{tree.app_id}/api-keys"
    key = tree.person.post(keys).json
    holder = Program(flask_app.test_client(), key["token"])
    made = holder.post("/assets/files/upload", json={"name": "a", "size": len(BYTES)}).get_json()

    def revoke() -> None:
        tree.person.delete(f"{keys}/{key['id']}")

    if when == "before":
        revoke()
    reply = tree.send_slowly(made, BYTES, revoke)
    assert (reply.status_code, reply.json["code"]) == (403, "link_revoked")
    assert tree.get(f"/nodes/{made['node']['id']}").json["status"] == "pending"
