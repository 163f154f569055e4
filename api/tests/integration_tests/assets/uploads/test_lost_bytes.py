"""Objects that the storage has lost: their bytes count as missing once that is known, and heal when they come again."""

import struct
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.integration_tests.assets.conftest import SKILL, Tree, digest, file
from tests.integration_tests.assets.sync.test_sync import Files, pushed, send, sync
from tests.zips import Part, zip_of
from treeline.files.checking import check_storage
from treeline.files.models import Blob, StorageTrash
from treeline.kernel.db import db
from treeline.kernel.storage import Storage
from treeline.kernel.web import FlaskApp

DATA = b"bytes that matter"
SKILL_BYTES = SKILL.encode()
TWO: Files = {"a.txt": b"first file", "b.txt": b"second file"}


@pytest.fixture
def objects(context: FlaskApp) -> Storage:
    return context.extensions["storage"]


def key_of(tree: Tree, data: bytes) -> UUID:
    mine = select(Blob.storage_key).where(Blob.app_id == UUID(tree.app_id), Blob.sha256 == digest(data))
    return db.session.execute(mine).scalar_one()


@pytest.fixture
def lose(objects: Storage) -> Callable[..., UUID]:
    """Remove the object that these bytes lie in, behind Treeline's back, or all but its beginning."""

    def act(tree: Tree, data: bytes, left: int = 0) -> UUID:
        key = key_of(tree, data)
        kept = b"".join(objects.read(key, 0, left))
        objects.delete(key)
        if kept:
            objects.put(key, [kept])
        return key

    return act


def raw(tree: Tree, node_id: str):
    return tree.get(f"/files/{node_id}/raw")


def is_missing(reply: Any) -> bool:
    return (reply.status_code, reply.json["code"]) == (503, "bytes_missing")


def in_one_object(tree: Tree, files: Files) -> dict[str, str]:
    """{name: id} of files that were sent in one pack."""
    pushed(tree, files)
    assert len({key_of(tree, data) for data in files.values()}) == 1
    return {node["name"]: node["id"] for node in tree.nodes()}


def test_the_same_content_put_again_heals_the_draft_and_its_versions(tree: Tree, lose: Callable[..., UUID]):
    node = tree.ready_file("a.txt", DATA)
    tree.publish()
    lose(tree, DATA)
    reply = tree.put(f"/files/{node}", json={"content": DATA.decode()})
    assert reply.status_code == 200
    assert raw(tree, node).data == DATA
    assert tree.get(f"/versions/1/files/{node}/raw").data == DATA


def test_an_upload_of_the_same_content_heals_every_file_that_has_it(tree: Tree, lose: Callable[..., UUID]):
    old = tree.ready_file("old", DATA)
    lose(tree, DATA)
    assert is_missing(raw(tree, old))
    new = tree.ready_file("new", DATA)
    assert [raw(tree, node).data for node in (old, new)] == [DATA, DATA]


def test_a_declared_hash_is_not_believed_once_its_bytes_were_missed(tree: Tree, lose: Callable[..., UUID]):
    old = tree.ready_file("old", DATA)
    lose(tree, DATA)
    assert is_missing(raw(tree, old))
    body = {"name": "new", "size": len(DATA), "sha256": digest(DATA)}
    made = tree.post("/files/upload", json=body).json
    assert made["node"]["status"] == "pending"
    assert tree.person.client.put(made["upload_url"], data=DATA).status_code == 204
    assert raw(tree, old).data == DATA
    # Known again: nothing more is asked for.
    assert tree.post("/files/upload", json=body | {"name": "third"}).json["node"]["status"] == "ready"


def test_a_batch_over_what_is_there_asks_for_the_bytes(tree: Tree, lose: Callable[..., UUID]):
    node = tree.ready_file("a.txt", DATA)
    lose(tree, DATA)
    same = file("a.txt", DATA, sha256=digest(DATA))
    assert "upload_url" not in tree.batch(same, on_conflict="merge").json["children"][0]
    assert is_missing(raw(tree, node))
    (again,) = tree.batch(same, on_conflict="merge").json["children"]
    assert again["id"] == node
    assert tree.get(f"/nodes/{node}").json["status"] == "ready"
    assert tree.send(again, DATA).status_code == 204
    assert raw(tree, node).data == DATA


def test_the_link_that_was_used_before_takes_the_bytes_once_more(tree: Tree, lose: Callable[..., UUID]):
    node = tree.made(file("a.txt", DATA))["a.txt"]
    assert tree.send(node, DATA).status_code == 204
    lose(tree, DATA)
    refused = tree.send(node, b"something else ..")
    assert (refused.status_code, refused.json["code"]) == (409, "app_asset_upload_not_awaited")
    assert tree.send(node, DATA).status_code == 204
    assert raw(tree, node["id"]).data == DATA


def test_a_pack_that_is_sent_once_more_heals(tree: Tree, lose: Callable[..., UUID]):
    reply = tree.batch(*(file(name, data) for name, data in TWO.items()))
    pack_url = reply.json["upload"]["pack_url"]
    body = b"".join(struct.pack(">IQ", index, len(data)) + data for index, data in enumerate(TWO.values()))
    for _ in range(2):
        assert tree.person.client.put(pack_url, data=body).json == {"ready": 2, "failed": []}
        nodes = {node["name"]: node["id"] for node in tree.nodes()}
        assert [raw(tree, nodes[name]).data for name in TWO] == list(TWO.values())
        lose(tree, TWO["a.txt"])


def test_a_sync_asks_for_all_that_lay_in_the_object(tree: Tree, lose: Callable[..., UUID]):
    nodes = in_one_object(tree, TWO)
    before = tree.read()
    lose(tree, TWO["a.txt"])
    assert sync(tree, TWO).status_code == 200
    assert is_missing(raw(tree, nodes["b.txt"]))
    planned = sync(tree, TWO, dry_run=True).json["missing"]
    assert {each["sha256"] for each in planned} == {digest(data) for data in TWO.values()}
    reply = sync(tree, TWO)
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_bytes_missing")
    send(tree, reply.json["upload"], TWO)
    assert sync(tree, TWO).json["unchanged"] == 2
    assert [raw(tree, nodes[name]).data for name in TWO] == list(TWO.values())
    assert tree.read() == before


def test_an_object_cut_short_has_lost_what_lay_behind_its_end(tree: Tree, lose: Callable[..., UUID]):
    nodes = in_one_object(tree, TWO)
    lose(tree, TWO["a.txt"], left=len(TWO["a.txt"]) + 3)
    assert is_missing(tree.get(f"/files/{nodes['b.txt']}"))
    assert raw(tree, nodes["a.txt"]).data == TWO["a.txt"]
    reply = sync(tree, TWO)
    assert reply.json["upload"]["missing"] == [digest(TWO["b.txt"])]
    send(tree, reply.json["upload"], {"b.txt": TWO["b.txt"]})
    assert raw(tree, nodes["b.txt"]).data == TWO["b.txt"]


@pytest.mark.parametrize("path", ["/archive", "/contents"])
def test_a_stream_that_breaks_off_lets_the_bytes_be_asked_for(tree: Tree, lose: Callable[..., UUID], path: str):
    large = Random(7).randbytes(1_000_000)
    tree.ready_file("a.bin", large)
    tree.ready_file("b.bin", DATA)
    lose(tree, large, left=len(large) // 2)
    body = {"sha256": [digest(large)]}
    reply = tree.get(path) if path == "/archive" else tree.post(path, json=body)
    assert reply.status_code == 200
    with pytest.raises(Exception, match="is missing from storage"):
        _ = reply.data
    missing = sync(tree, {"a.bin": large, "b.bin": DATA}).json["upload"]["missing"]
    assert missing == [digest(large)]


def test_skills_that_are_gone_are_asked_for(tree: Tree, lose: Callable[..., UUID]):
    tree.ready_file("SKILL.md", SKILL_BYTES, tree.folder("pdf"))
    lose(tree, SKILL_BYTES)
    (skill,) = tree.get("/skills").json["data"]
    assert "missing from storage" in str(skill["problems"])
    assert sync(tree, {"pdf/SKILL.md": SKILL_BYTES}).json["upload"]["missing"] == [digest(SKILL_BYTES)]


def test_an_archive_brings_the_bytes_back(tree: Tree, lose: Callable[..., UUID]):
    node = tree.ready_file("a.txt", DATA)
    lose(tree, DATA)
    folder_id = tree.folder("imported")
    body = zip_of(Part("a.txt", DATA))
    reply = tree.post(f"/import-archive?parent_id={folder_id}", data=body, content_type="application/zip")
    assert reply.status_code == 201
    assert raw(tree, node).data == DATA


def test_the_object_whose_place_was_taken_stays_for_a_day_for_who_reads_it(
    tree: Tree, stored: Callable[[], set[str]], objects: Storage
):
    nodes = in_one_object(tree, TWO)
    old = key_of(tree, TWO["a.txt"])
    tree.put(f"/files/{nodes['a.txt']}", json={"content": TWO["a.txt"].decode()})
    # The other file still lies there.
    assert db.session.get(StorageTrash, old) is None
    tree.put(f"/files/{nodes['b.txt']}", json={"content": TWO["b.txt"].decode()})
    assert db.session.get(StorageTrash, old) is not None
    assert str(old) in stored()
    assert [raw(tree, nodes[name]).data for name in TWO] == list(TWO.values())


def test_another_apps_bytes_are_no_help(tree: Tree, lose: Callable[..., UUID]):
    mine, other = (
        tree.ready_file("a.txt", DATA),
        tree.person.post("/apps", json={"name": "B", "mode": "chat"}).json["id"],
    )
    lose(tree, DATA)
    Tree(tree.person, other).ready_file("a.txt", DATA)
    assert is_missing(raw(tree, mine))


def test_a_check_finds_what_nobody_has_read(tree: Tree, lose: Callable[..., UUID], objects: Storage):
    nodes = in_one_object(tree, TWO)
    tree.ready_file("c.txt", DATA)
    assert check_storage(objects) == []
    key = lose(tree, TWO["b.txt"], left=len(TWO["a.txt"]) + 3)
    (loss,) = check_storage(objects)
    assert (str(loss.app_id), loss.app_name, loss.count, loss.bytes) == (tree.app_id, "An app", 1, len(TWO["b.txt"]))
    assert sync(tree, TWO).json["upload"]["missing"] == [digest(TWO["b.txt"])]
    # The whole object is gone, and comes back: from a backup, say.
    objects.delete(key)
    assert [loss.count for loss in check_storage(objects)] == [2]
    objects.put(key, [TWO["a.txt"], TWO["b.txt"]])
    assert check_storage(objects) == []
    assert sync(tree, TWO).json["unchanged"] == 2
    assert [raw(tree, nodes[name]).data for name in TWO] == list(TWO.values())
