"""Versions: publish, compare, restore, activate, delete."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import Cast, Person
from tests.integration_tests.assets.conftest import Tree, digest, file, folder
from treeline.assets.versions.models import AssetVersion, AssetVersionNode
from treeline.assets.versions.tree_hash import EMPTY, tree_hash
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"


def hash_of(tree: Tree) -> str:
    here = tree.nodes()
    files = {node["path"][1:]: node["sha256"] for node in here if node["node_type"] == "file"}
    return tree_hash(files, [node["path"][1:] for node in here if node["node_type"] == "folder"])


def test_it_works(tree: Tree, ids: dict[str, str]):
    made = tree.publish("first")
    assert made["number"] == 1
    assert made["tree_hash"] == hash_of(tree)
    assert {name: made[name] for name in ("node_count", "total_size", "note", "created_by", "active")} == {
        "node_count": 8,
        "total_size": 14,
        "note": "first",
        "created_by": str(tree.person.account_id),
        "active": False,
    }
    assert tree.nodes(1) == tree.nodes()
    assert tree.get("/versions/1").json == made
    # The draft goes on; the version stays as it was.
    before = tree.nodes()
    tree.ready_file("later", b"later")
    assert tree.nodes(1) == before
    assert [version["number"] for version in tree.get("/versions").json["data"]] == [1]


def test_an_empty_tree(tree: Tree):
    made = tree.publish()
    assert (made["tree_hash"], made["node_count"], made["total_size"], made["note"]) == (EMPTY, 0, 0, "")
    assert tree.get("/versions/1/tree").json == {"number": 1, "tree_hash": EMPTY, "children": []}


def test_publishing_is_no_change_of_the_draft(tree: Tree, ids: dict[str, str]):
    before = tree.read()
    reply = tree.post("/versions")
    assert reply.status_code == 201
    assert "X-Tree-Revision" not in reply.headers
    assert tree.read() == before


def test_the_same_tree_is_published_as_often_as_one_likes(tree: Tree, ids: dict[str, str]):
    first, second = tree.publish(), tree.publish("reviewed")
    assert (first["number"], second["number"]) == (1, 2)
    assert first["tree_hash"] == second["tree_hash"]


def test_a_list_is_paged_the_newest_first(tree: Tree):
    for number in range(5):
        tree.publish(f"note {number}")
    tree.post("/versions/2/activate")
    page = tree.get("/versions?limit=2&page=2").json
    assert [(version["number"], version["active"]) for version in page["data"]] == [(3, False), (2, True)]
    assert (page["total"], page["has_more"]) == (5, True)


def test_files_without_content_are_refused_by_name(tree: Tree):
    made = tree.made(folder("d", *(file(f"f{number:03}", 7) for number in range(120))), file("here"))
    reply = tree.post("/versions", json={})
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_files_pending")
    assert [detail["path"] for detail in reply.json["details"]] == [f"/d/f{number:03}" for number in range(100)]
    assert tree.get("/versions").json["total"] == 0
    for number in range(120):
        tree.send(made[f"f{number:03}"], b"content")
    assert tree.publish()["number"] == 1


def test_a_replacement_that_is_awaited_does_not_matter(tree: Tree):
    old = tree.ready_file("a", b"old")
    tree.batch(file("a", b"newer"), on_conflict="merge")
    assert tree.publish()["total_size"] == 3
    assert tree.get(f"/versions/1/files/{old}").json["content"] == "old"


def test_only_what_was_seen_is_published(tree: Tree):
    revision = tree.read()["revision"]
    tree.folder("new")
    reply = tree.post("/versions", json={}, headers={"If-Match": f'"{revision}"'})
    assert (reply.status_code, reply.json["code"]) == (412, "app_asset_stale")
    assert tree.publish(If_Match=f'"{revision + 1}"')["number"] == 1
    assert tree.post("/versions", json={}, headers={"If-Match": "x"}).status_code == 400


def test_a_publication_sent_twice_happens_once(tree: Tree, ids: dict[str, str]):
    first = tree.publish("note", Idempotency_Key="k")
    tree.folder("later")
    assert tree.publish("note", Idempotency_Key="k") == first
    assert tree.publish("note", Idempotency_Key="other")["number"] == 2
    reply = tree.post("/versions", json={"note": "else"}, headers={"Idempotency-Key": "k"})
    assert (reply.status_code, reply.json["code"]) == (422, "idempotency_key_reused")
    assert tree.delete("/versions/1").status_code == 200
    reply = tree.post("/versions", json={"note": "note"}, headers={"Idempotency-Key": "k"})
    assert (reply.status_code, reply.json["code"]) == (404, "app_asset_version_not_found")


@pytest.mark.parametrize("body", [{"note": 5}, {"note": "x" * 2001}, {"notes": ""}, {"note": "\0"}, []])
def test_bodies_that_are_refused(tree: Tree, body: object):
    assert tree.post("/versions", json=body).status_code == 400
    assert tree.get("/versions").json["total"] == 0


def test_no_number_is_given_twice(tree: Tree):
    for _ in range(3):
        tree.publish()
    assert tree.delete("/versions/3").json == {"result": "success"}
    assert tree.publish()["number"] == 4
    assert [version["number"] for version in tree.get("/versions").json["data"]] == [4, 2, 1]


def test_publishing_takes_as_many_statements_for_any_tree(tree: Tree, queries: list[str]):
    def count() -> int:
        queries.clear()
        tree.publish()
        return len([statement for statement in queries if "SAVEPOINT" not in statement])

    small = count()
    tree.made(*(folder(f"d{number}", *(file(f"f{index}") for index in range(20))) for number in range(20)))
    assert count() == small <= 10


# Active


def test_the_active_version(tree: Tree, ids: dict[str, str]):
    tree.publish()
    for path in ("", "/tree", "/path/data", "/diff"):
        reply = tree.get(f"/versions/active{path}")
        assert (reply.status_code, reply.json["code"]) == (404, "app_asset_version_not_found"), path
    activated = tree.post("/versions/1/activate")
    assert (activated.status_code, activated.json["number"], activated.json["active"]) == (200, 1, True)
    assert tree.get("/versions/active").json == tree.get("/versions/1").json == activated.json
    tree.folder("more")
    tree.publish()
    assert tree.post("/versions/2/activate").json["active"]
    assert tree.get("/versions/active").json["number"] == 2
    assert tree.get("/versions/1").json["active"] is False


def test_the_active_version_is_not_deleted(tree: Tree):
    tree.publish()
    tree.post("/versions/1/activate")
    for version in ("1", "active"):
        reply = tree.delete(f"/versions/{version}")
        assert (reply.status_code, reply.json["code"]) == (409, "app_asset_version_active")
    tree.publish()
    tree.post("/versions/2/activate")
    assert tree.delete("/versions/1").status_code == 200
    assert tree.get("/versions/1").status_code == 404


@pytest.mark.parametrize("version", ["0", "2", "x", "-1", "01x", "1.0", "9" * 30, "draft", "²", "٣"])
def test_what_names_no_version(tree: Tree, version: str):
    tree.publish()
    node = tree.folder("node")
    for method, path in (
        ("GET", ""),
        ("GET", "/tree"),
        ("GET", "/diff"),
        ("GET", "/path/x"),
        ("GET", f"/files/{node}"),
        ("GET", f"/files/{node}/raw"),
        ("POST", "/restore"),
        ("POST", "/activate"),
        ("DELETE", ""),
    ):
        reply = tree.person.open(method, f"{tree.base}/versions/{version}{path}")
        assert (reply.status_code, reply.json["code"]) == (404, "app_asset_version_not_found"), path
    assert tree.get(f"/versions/1/diff?against={'x' if version == 'draft' else version}").status_code in (400, 404)


def test_a_stranger_finds_nothing(tree: Tree, ids: dict[str, str], mallory: Person, new_app: Callable[[Person], str]):
    tree.publish()
    tree.post("/versions/1/activate")
    own = Tree(mallory, new_app(mallory))
    for there in (Tree(mallory, tree.app_id), own):
        for path in ("/versions/1", "/versions/active/tree", f"/versions/1/files/{ids['a.txt']}", "/versions/1/diff"):
            assert there.get(path).status_code == 404, path
        for path in ("/versions/1/restore", "/versions/1/activate"):
            assert there.post(path).status_code == 404, path
        assert there.delete("/versions/1").status_code == 404
    # Her own version, and a node of somebody else's.
    own.publish()
    for path in (f"/files/{ids['a.txt']}", f"/files/{ids['a.txt']}/raw", f"/tree?parent_id={ids['data']}"):
        assert own.get(f"/versions/1{path}").status_code == 404, path
    assert tree.get("/versions/1").json["active"]


def test_a_role_too_low_reads_and_changes_nothing(cast: Cast, tree: Tree):
    tree.publish()
    bob = Tree(cast.bob, tree.app_id)
    assert bob.get("/versions/1").status_code == 200
    assert bob.post("/versions", json={}).status_code == 403
    assert bob.post("/versions/1/restore").status_code == 403
    assert bob.post("/versions/1/activate").status_code == 403
    assert bob.delete("/versions/1").status_code == 403


# What remains


def test_a_deleted_app_leaves_no_version(
    tree: Tree, context: FlaskApp, run_tasks: Callable[[], list[str]], monkeypatch: Any
):
    monkeypatch.setattr("treeline.assets.versions.removal.BATCH", 3)
    for _ in range(3):
        tree.publish()
    tree.post("/versions/2/activate")
    assert tree.person.delete(f"/apps/{tree.app_id}").status_code == 204
    assert run_tasks() == ["apps.remove"]
    with unit_of_work() as session:
        assert session.scalars(select(AssetVersion)).all() == []
        assert session.scalars(select(AssetVersionNode.node_id)).all() == []


def test_a_deleted_version_leaves_no_node(tree: Tree, ids: dict[str, str], context: FlaskApp):
    tree.publish()
    tree.publish()
    tree.delete("/versions/1")
    with unit_of_work() as session:
        assert len(session.scalars(select(AssetVersionNode.node_id)).all()) == 8


def test_the_hash_is_that_of_the_page(tree: Tree):
    tree.ready_file("a.txt", data := b"hello\n")
    line = f"file {digest(data)} a.txt\n"
    assert tree.publish()["tree_hash"] == sha256(line.encode()).hexdigest()
