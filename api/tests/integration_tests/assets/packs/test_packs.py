"""Packs: many files in one request, each checked on its own, on either storage; and many out again."""

import os
import struct
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import delete

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, digest, file, folder
from tests.s3 import S3Server, on_s3
from treeline import create_app
from treeline.assets.models import PackList
from treeline.assets.packs import service
from treeline.kernel.db import db
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

CONTENTS = [f"content {number} ".encode() * (number * 40 + 1) for number in range(12)]


@pytest.fixture(scope="module", params=["local", "s3"])
def flask_app(request: pytest.FixtureRequest, flask_app: FlaskApp, settings: Settings) -> FlaskApp:
    if request.param == "s3":
        s3: S3Server = request.getfixturevalue("s3")
        return create_app(on_s3(s3.bucket(), settings))
    return flask_app


def frame(index: int, data: bytes, length: int | None = None) -> bytes:
    return struct.pack(">IQ", index, len(data) if length is None else length) + data


def packed(contents: list[bytes]) -> bytes:
    return b"".join(frame(index, data) for index, data in enumerate(contents))


def frames(data: bytes) -> Iterator[tuple[int, bytes]]:
    while data:
        index, length = struct.unpack_from(">IQ", data)
        yield index, data[12 : 12 + length]
        data = data[12 + length :]


def send(tree: Tree, upload: Any, data: bytes, **options: Any):
    return tree.person.client.put(upload["pack_url"], data=data, **options)


@pytest.fixture
def awaited(tree: Tree) -> dict[str, Any]:
    """The upload of a batch with a file for each of the contents."""
    half = len(CONTENTS) // 2
    names = [file(f"{number}.txt", data) for number, data in enumerate(CONTENTS)]
    reply = tree.batch(*names[:half], folder("inner", *names[half:]))
    assert reply.status_code == 201
    assert len(reply.json["upload"]["missing"]) == len(CONTENTS)
    return reply.json["upload"]


def content(tree: Tree, node_id: str) -> bytes:
    return tree.get(f"/files/{node_id}/raw").data


def test_a_pack_makes_all_files_ready(tree: Tree, awaited: dict[str, Any], stored: Any):
    revision, before = tree.read()["revision"], stored()
    reply = send(tree, awaited, packed(CONTENTS))
    assert (reply.status_code, reply.json) == (200, {"ready": len(CONTENTS), "failed": []})
    assert [content(tree, node_id) for node_id in awaited["missing"]] == CONTENTS
    for node_id, data in zip(awaited["missing"], CONTENTS, strict=True):
        seen = tree.get(f"/nodes/{node_id}").json
        assert (seen["status"], seen["size"], seen["sha256"]) == ("ready", len(data), digest(data))
    assert len(stored() - before) == 1
    after = tree.get("/tree")
    assert (after.json["revision"], after.headers["ETag"]) == (revision, f'"{revision}"')


def test_any_part_of_it_may_be_left_out_and_sent_later(tree: Tree, awaited: dict[str, Any]):
    odd = b"".join(frame(index, data) for index, data in enumerate(CONTENTS) if index % 2)
    assert send(tree, awaited, odd).json["ready"] == len(CONTENTS) // 2
    renewed = tree.post("/uploads", json={}).json
    assert renewed["missing"] == awaited["missing"][::2]
    even = [data for index, data in enumerate(CONTENTS) if index % 2 == 0]
    assert send(tree, renewed, packed(even)).json == {"ready": len(even), "failed": []}
    assert [content(tree, node_id) for node_id in awaited["missing"]] == CONTENTS
    assert tree.post("/uploads", json={}).json == {"pack_url": None, "missing": [], "urls": {}}


def test_the_same_pack_again_is_fine_and_keeps_no_bytes_twice(
    tree: Tree, awaited: dict[str, Any], stored: Any, kept: Any
):
    before = stored()
    for _ in range(2):
        assert send(tree, awaited, packed(CONTENTS)).json == {"ready": len(CONTENTS), "failed": []}
    assert len(kept() - before) == 1


def test_a_range_reads_from_the_middle_of_an_object(tree: Tree, awaited: dict[str, Any]):
    send(tree, awaited, packed(CONTENTS))
    reply = tree.get(f"/files/{awaited['missing'][7]}/raw", headers={"Range": "bytes=5-24"})
    assert (reply.status_code, reply.data) == (206, CONTENTS[7][5:25])


def test_each_file_is_refused_by_itself(tree: Tree):
    reply = tree.batch(
        file("short.bin", 10),
        file("wrong.bin", 4, sha256=digest(b"good")),
        file("fine.bin", 4),
        file("gone.bin", 4),
    )
    upload = reply.json["upload"]
    assert tree.delete(f"/nodes/{upload['missing'][3]}").status_code == 200
    body = b"".join([frame(0, b"short"), frame(1, b"evil"), frame(2, b"fine"), frame(2, b"last"), frame(3, b"gone")])
    reply = send(tree, upload, body)
    assert reply.status_code == 200
    assert reply.json["ready"] == 1
    assert {failure["index"]: failure["code"] for failure in reply.json["failed"]} == {
        0: "size_mismatch",
        1: "hash_mismatch",
        2: "app_asset_sent_twice",
        3: "app_asset_node_not_found",
    }
    assert content(tree, upload["missing"][2]) == b"fine"
    assert [tree.get(f"/nodes/{node_id}").json["status"] for node_id in upload["missing"][:2]] == ["pending"] * 2


def test_an_index_that_is_not_in_the_list_ends_the_pack(tree: Tree, awaited: dict[str, Any]):
    reply = send(tree, awaited, frame(0, CONTENTS[0]) + frame(99, b"") * 1000 + frame(1, CONTENTS[1]))
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_not_in_list")
    assert content(tree, awaited["missing"][0]) == CONTENTS[0]
    assert len(tree.post("/uploads", json={}).json["missing"]) == len(CONTENTS) - 1


def test_nothing_wanted_keeps_nothing(tree: Tree, awaited: dict[str, Any], stored: Any):
    before = stored()
    assert send(tree, awaited, frame(0, b"not what was declared")).json["ready"] == 0
    assert stored() == before


@pytest.mark.parametrize("kept", [0, 1, 11, 12, 13, 40])
def test_what_is_whole_stays_when_the_rest_is_missing(tree: Tree, awaited: dict[str, Any], kept: int):
    whole = packed(CONTENTS[:5])
    reply = send(tree, awaited, whole + packed(CONTENTS)[len(whole) :][:kept])
    if kept:
        assert (reply.status_code, reply.json["code"]) == (400, "app_asset_pack_incomplete")
    else:
        assert reply.json == {"ready": 5, "failed": []}
    assert [content(tree, node_id) for node_id in awaited["missing"][:5]] == CONTENTS[:5]
    assert len(tree.post("/uploads", json={}).json["missing"]) == len(CONTENTS) - 5


class BreaksOff(BytesIO):
    """A body whose client goes away at its end."""

    def readinto(self, buffer: Any, /) -> int:
        if not (count := super().readinto(buffer)):
            raise ConnectionResetError("gone")
        return count


def test_a_connection_that_breaks_leaves_what_was_verified(tree: Tree, awaited: dict[str, Any]):
    cut = packed(CONTENTS)[: len(packed(CONTENTS[:8])) + 30]
    reply = tree.person.client.put(awaited["pack_url"], input_stream=BreaksOff(cut), content_length=10**6)
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_pack_incomplete")
    renewed = tree.post("/uploads", json={}).json
    assert renewed["missing"] == awaited["missing"][8:]
    assert send(tree, renewed, packed(CONTENTS[8:])).json == {"ready": 4, "failed": []}


def test_a_large_pack_is_several_objects(tree: Tree, awaited: dict[str, Any], stored: Any, monkeypatch: Any):
    monkeypatch.setattr(service, "OBJECT_FILES", 5)
    before = stored()
    assert send(tree, awaited, packed(CONTENTS)).json == {"ready": len(CONTENTS), "failed": []}
    assert len(stored() - before) == 3
    assert [content(tree, node_id) for node_id in awaited["missing"]] == CONTENTS


def summed(data: bytes) -> dict[str, str]:
    return {"Content-Digest": f"sha-512=:AAAA:, sha-256=:{b64encode(sha256(data).digest()).decode()}:"}


def test_a_pack_with_its_digest_counts_as_a_whole(tree: Tree, awaited: dict[str, Any], stored: Any):
    before, pack = stored(), packed(CONTENTS)
    changed = pack[:-1] + bytes([pack[-1] ^ 1])
    for body, code in [(changed, "app_asset_digest_mismatch"), (pack[:-1], "app_asset_pack_incomplete")]:
        reply = send(tree, awaited, body, headers=summed(pack))
        assert (reply.status_code, reply.json["code"]) == (400, code)
    foreign = pack + frame(99, b"")
    assert send(tree, awaited, foreign, headers=summed(foreign)).json["code"] == "app_asset_not_in_list"
    assert stored() == before
    assert tree.post("/uploads", json={}).json["missing"] == awaited["missing"]
    assert send(tree, awaited, pack, headers=summed(pack)).json == {"ready": len(CONTENTS), "failed": []}
    assert [content(tree, node_id) for node_id in awaited["missing"]] == CONTENTS


def test_with_its_digest_a_pack_is_one_object(tree: Tree, awaited: dict[str, Any], stored: Any, monkeypatch: Any):
    monkeypatch.setattr(service, "OBJECT_FILES", len(CONTENTS) - 1)
    before, pack = stored(), packed(CONTENTS)
    reply = send(tree, awaited, pack, headers=summed(pack))
    assert (reply.status_code, reply.json["code"]) == (413, "file_too_large")
    assert stored() == before


@pytest.mark.parametrize("said", ["sha-256", "sha-256=", "sha-256=:é:", "sha-256=:AAAA:", "sha-256=AAAA"])
def test_a_digest_that_is_none_is_refused(tree: Tree, awaited: dict[str, Any], said: str):
    reply = send(tree, awaited, packed(CONTENTS), headers={"Content-Digest": said})
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_bad_digest")
    assert tree.post("/uploads", json={}).json["missing"] == awaited["missing"]


def test_a_file_may_be_larger_than_a_chunk(tree: Tree):
    large, small = os.urandom(3_000_000), b"behind it"
    upload = tree.batch(file("large", large), file("small", small)).json["upload"]
    assert send(tree, upload, packed([large, small])).json == {"ready": 2, "failed": []}
    assert [content(tree, node_id) for node_id in upload["missing"]] == [large, small]


def test_a_replacement_raises_the_revision_and_old_bytes_stay_until_then(tree: Tree):
    node_id = tree.ready_file("a.txt", b"old")
    reply = tree.batch(file("a.txt", b"newer"), on_conflict="merge")
    revision = tree.read()["revision"]
    assert content(tree, node_id) == b"old"
    reply = send(tree, reply.json["upload"], frame(0, b"newer"))
    assert reply.headers["X-Tree-Revision"] == str(revision + 1)
    assert content(tree, node_id) == b"newer"
    assert tree.read()["children"][0]["size"] == 5


def test_a_list_of_an_upload_that_was_replaced_takes_nothing(tree: Tree):
    first = tree.batch(file("a.txt", b"one"), on_conflict="merge").json["upload"]
    second = tree.batch(file("a.txt", b"two"), on_conflict="merge").json["upload"]
    assert send(tree, first, frame(0, b"one")).json["failed"][0]["code"] == "app_asset_upload_not_awaited"
    assert send(tree, second, frame(0, b"two")).json == {"ready": 1, "failed": []}


def test_a_batch_sent_again_has_a_pack_url_for_what_is_left(tree: Tree):
    body = {"children": [file("a", b"aa"), file("b", b"bb")]}
    first = tree.post("/batch-upload", json=body, headers={"Idempotency-Key": "k"}).json["upload"]
    send(tree, first, frame(0, b"aa"))
    again = tree.post("/batch-upload", json=body, headers={"Idempotency-Key": "k"}).json["upload"]
    assert again["missing"] == first["missing"][1:]
    assert send(tree, again, frame(0, b"bb")).json == {"ready": 1, "failed": []}


def test_no_files_no_pack(tree: Tree):
    assert tree.batch(folder("only")).json["upload"] == {"pack_url": None, "missing": []}


def test_a_link_for_bytes_is_none_for_a_pack(tree: Tree, awaited: dict[str, Any]):
    node = tree.made(file("other", 3))["other"]
    token = node["upload_url"].split("/")[-2]
    assert tree.person.client.put(f"/files/packs/{token}", data=b"").json["code"] == "link_invalid"


def test_a_list_that_is_no_longer_kept(tree: Tree, awaited: dict[str, Any], context: FlaskApp):
    db.session.execute(delete(PackList))
    db.session.flush()
    reply = send(tree, awaited, packed(CONTENTS))
    assert (reply.status_code, reply.json["code"]) == (404, "app_asset_pack_list_not_found")
    renewed = tree.post("/uploads", json={}).json
    assert send(tree, renewed, packed(CONTENTS)).json["ready"] == len(CONTENTS)


# Out again


def test_many_contents_come_in_one_stream(tree: Tree, awaited: dict[str, Any]):
    send(tree, awaited, packed(CONTENTS))
    tree.ready_file("single", b"in an object of its own")
    wanted = [*CONTENTS[::-1], b"in an object of its own", b"", CONTENTS[3]]
    reply = tree.post("/contents", json={"sha256": [digest(data) for data in wanted]})
    assert reply.status_code == 200
    assert [data for _, data in sorted(frames(reply.data))] == wanted


def test_contents_that_are_not_here_are_named(tree: Tree, mallory: Person, new_app: Any):
    other = Tree(mallory, new_app(mallory))
    other.ready_file("secret", b"secret")
    reply = tree.post("/contents", json={"sha256": [digest(b"secret")]})
    assert (reply.status_code, reply.json["code"]) == (404, "app_asset_content_not_found")
    assert reply.json["details"] == [
        {"path": digest(b"secret"), "message": "not found", "type": "absent", "params": {}}
    ]
