"""on_conflict rename and merge, Idempotency-Key, If-Match."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, digest, file, flat, folder
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp


def counts_are_right(tree: Tree) -> bool:
    """What the tree's row counts is what its nodes say."""
    with unit_of_work() as session:
        said = session.execute(
            text("SELECT node_count, total_size, pending_count FROM asset_trees WHERE app_id = :id"),
            {"id": tree.app_id},
        ).one()
        are = session.execute(
            text(
                "SELECT count(*), coalesce(sum(size), 0), count(*) FILTER (WHERE node_type = 'file' AND sha256 IS NULL)"
                " FROM asset_nodes WHERE app_id = :id AND parent_id IS NOT NULL"
            ),
            {"id": tree.app_id},
        ).one()
    return tuple(said) == tuple(are)


@pytest.fixture(autouse=True)
def _counts(tree: Tree, context: FlaskApp):
    yield
    assert counts_are_right(tree)


def test_newcomers_are_numbered(tree: Tree):
    tree.made(file("notes.md"), file("Notes (1).md"), folder("d"), file(".env"), file("plain"))
    reply = tree.batch(
        file("NOTES.md", 3), folder("D", file("x", 1)), file(".env"), file("plain"), file("new"), on_conflict="rename"
    )
    assert reply.status_code == 201
    names = [(node["name"], node.get("renamed_from")) for node in reply.json["children"]]
    assert names == [
        ("NOTES (2).md", "NOTES.md"),
        ("D (1)", "D"),
        (".env (1)", ".env"),
        ("plain (1)", "plain"),
        ("new", None),
    ]
    assert [path for path in tree.paths() if path.startswith("/D (1)")] == ["/D (1)", "/D (1)/x"]
    assert all(node["upload_url"] for node in flat(reply.json["children"]) if node["size"])


def test_a_number_fits_into_255_bytes_and_keeps_the_extension(tree: Tree):
    long = "é" * 125 + ".txt"
    tree.made(file(long))
    for number in (1, 2):
        (node,) = tree.batch(file(long), on_conflict="rename").json["children"]
        assert node["name"].endswith(f" ({number}).txt")
        assert len(node["name"].encode()) <= 255


def test_a_number_does_not_take_a_newcomers_name(tree: Tree):
    tree.made(file("a"))
    reply = tree.batch(file("a"), file("a (1)"), on_conflict="rename")
    assert [node["name"] for node in reply.json["children"]] == ["a (2)", "a (1)"]


def test_merge_enters_folders_and_replaces_files(tree: Tree):
    old = tree.ready_file("same.md", b"old", tree.folder("docs"))
    docs = tree.read()["children"][0]["id"]
    deep = tree.made(folder("api", file("ref.md", 2)), parent_id=docs)
    before = {node["path"]: node["id"] for node in flat(tree.read()["children"])}
    reply = tree.batch(
        folder(
            "DOCS",
            file("Same.md", b"new!"),
            folder("api", file("ref.md", 7), file("more.md", 1)),
            folder("fresh", file("x")),
        ),
        file("top.md"),
        on_conflict="merge",
    )
    assert reply.status_code == 201, reply.json
    made = {node["name"]: node for node in flat(reply.json["children"])}
    assert (made["DOCS"]["id"], made["Same.md"]["id"]) == (docs, old)
    assert (made["api"]["id"], made["ref.md"]["id"]) == (deep["api"]["id"], deep["ref.md"]["id"])
    assert {name for name, node in made.items() if "upload_url" in node} == {"Same.md", "ref.md", "more.md"}
    after = {node["path"]: node for node in flat(tree.read()["children"])}
    assert {path: after[path]["id"] for path in before} == before
    assert set(after) - set(before) == {"/docs/api/more.md", "/docs/fresh", "/docs/fresh/x", "/top.md"}
    assert [after[path]["order"] for path in ("/docs/same.md", "/docs/api", "/docs/fresh")] == [0, 1, 2]
    # The old bytes stay until the new ones are verified.
    assert (after["/docs/same.md"]["status"], after["/docs/same.md"]["size"]) == ("ready", 3)
    assert tree.get(f"/files/{old}/raw").data == b"old"
    revision = tree.read()["revision"]
    assert tree.send(made["Same.md"], b"bad").json["code"] == "size_mismatch"
    assert tree.get(f"/files/{old}/raw").data == b"old"
    assert tree.send(made["Same.md"], b"new!").status_code == 204
    assert tree.get(f"/files/{old}/raw").data == b"new!"
    assert tree.read()["revision"] == revision + 1


def test_merge_with_bytes_that_are_here_is_done_at_once(tree: Tree):
    tree.made(file("a", b"one"), file("b", 9), file("c", b"three"))
    ids = {node["name"]: node["id"] for node in tree.read()["children"]}
    tree.ready_file("source", b"here")
    known = digest(b"here")
    reply = tree.batch(
        file("a", b"here", sha256=known), file("b", b"here", sha256=known), file("c"), on_conflict="merge"
    )
    assert all("upload_url" not in node for node in reply.json["children"])
    assert [tree.get(f"/files/{ids[name]}/raw").data for name in "abc"] == [b"here", b"here", b""]
    # The same again changes nothing that can be seen.
    before = tree.read()["children"]
    tree.batch(file("a", b"here", sha256=known), on_conflict="merge")
    assert tree.read()["children"] == before


def test_where_a_file_and_a_folder_meet_nothing_is_merged(tree: Tree):
    tree.made(folder("d", file("inner"), folder("sub")), file("f"))
    before = tree.read()
    reply = tree.batch(folder("d", folder("INNER"), file("sub"), file("new")), folder("F"), on_conflict="merge")
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_path_conflict")
    assert [detail["path"] for detail in reply.json["details"]] == ["/F", "/d/INNER", "/d/sub"]
    assert tree.read() == before


def test_merge_into_a_subfolder_takes_the_same_queries_for_any_number(tree: Tree, queries: list[str]):
    counts = []
    for n in (2, 40):
        children = [folder(f"d{i}", *(file(f"f{j}", 1) for j in range(n))) for i in range(n)]
        tree.batch(*children, on_conflict="merge")
        queries.clear()
        assert tree.batch(*children, on_conflict="merge").status_code == 201
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_request_sent_again_takes_effect_once(tree: Tree):
    parent = tree.folder("p")
    headers = {"Idempotency-Key": "k-1"}
    body = {"children": [folder("d", file("a", b"abc"), file("b", 2)), file("c")], "parent_id": parent}
    first = tree.post("/batch-upload", json=body, headers=headers)
    second = tree.post("/batch-upload", json=body, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert [node["id"] for node in flat(first.json["children"])] == [
        node["id"] for node in flat(second.json["children"])
    ]
    assert len(tree.paths()) == 5
    made = {node["name"]: node for node in flat(second.json["children"])}
    assert tree.send(made["a"], b"abc").status_code == 204
    third = {n["name"]: n for n in flat(tree.post("/batch-upload", json=body, headers=headers).json["children"])}
    # What has arrived needs no link any more.
    assert {name for name, node in third.items() if "upload_url" in node} == {"b"}


@pytest.mark.parametrize("mode", ["rename", "merge"])
def test_a_replay_tells_what_was_renamed_and_merged(tree: Tree, mode: str):
    tree.made(folder("d", file("x", 1)), file("f", 1))
    children = [folder("d", file("x", 2), file("y", 3)), file("f", 4)]
    replies = [
        tree.post("/batch-upload", json={"children": children, "on_conflict": mode}, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    told = [
        [(n["id"], n["name"], n.get("renamed_from"), "upload_url" in n) for n in flat(reply.json["children"])]
        for reply in replies
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 4


def test_another_body_under_the_same_key_is_422(tree: Tree):
    headers = {"Idempotency-Key": "k"}
    assert tree.post("/batch-upload", json={"children": [file("a")]}, headers=headers).status_code == 201
    reply = tree.post("/batch-upload", json={"children": [file("b")]}, headers=headers)
    assert (reply.status_code, reply.json["code"]) == (422, "idempotency_key_reused")
    assert tree.paths() == ["/a"]


def test_a_refused_request_keeps_no_key(tree: Tree):
    tree.made(file("a"))
    headers, body = {"Idempotency-Key": "k"}, {"children": [file("a")]}
    assert tree.post("/batch-upload", json=body, headers=headers).status_code == 409
    tree.delete(f"/nodes/{tree.read()['children'][0]['id']}")
    assert tree.post("/batch-upload", json=body, headers=headers).status_code == 201


def test_a_key_is_kept_for_a_day_and_belongs_to_its_app(
    tree: Tree, alice: Person, new_app: Any, clock_travel: Callable[[float], None]
):
    headers = {"Idempotency-Key": "k"}
    tree.post("/batch-upload", json={"children": [file("a")]}, headers=headers)
    other = Tree(alice, new_app(alice))
    assert other.post("/batch-upload", json={"children": [file("b")]}, headers=headers).status_code == 201
    with unit_of_work() as session:
        session.execute(text("UPDATE idempotency_keys SET created_at = created_at - interval '25 hours'"))
    assert tree.post("/batch-upload", json={"children": [file("b")]}, headers=headers).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "é"])
def test_keys_that_are_none(tree: Tree, key: str):
    reply = tree.post("/batch-upload", json={"children": [file("a")]}, headers={"Idempotency-Key": key})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")


def test_a_batch_only_into_the_tree_that_was_seen(tree: Tree):
    seen = tree.read()["revision"]
    tree.folder("meanwhile")
    reply = tree.post("/batch-upload", json={"children": [file("a")]}, headers={"If-Match": f'"{seen}"'})
    assert (reply.status_code, reply.json["code"]) == (412, "app_asset_stale")
    assert str(seen + 1) in str(reply.json["details"])
    assert tree.paths() == ["/meanwhile"]
    assert (
        tree.post("/batch-upload", json={"children": [file("a")]}, headers={"If-Match": f'"{seen + 1}"'}).status_code
        == 201
    )
    assert tree.post("/batch-upload", json={"children": [file("b")]}, headers={"If-Match": "x"}).status_code == 400
