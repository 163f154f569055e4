"""Sync: a folder made equal to a list of paths, in one transaction, or not at all while bytes are missing."""

import struct
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, digest, file, folder
from treeline.assets.models import AssetTree
from treeline.assets.versions.tree_hash import tree_hash
from treeline.kernel.db import db
from treeline.kernel.web import FlaskApp

Files = dict[str, bytes]


def listed(files: Files) -> list[dict[str, Any]]:
    return [{"path": path, "size": len(data), "sha256": digest(data)} for path, data in files.items()]


def sync(tree: Tree, files: Files, headers: dict[str, str] | None = None, **more: Any):
    return tree.post("/sync", json={"files": listed(files), **more}, headers=headers or {})


def send(tree: Tree, upload: dict[str, Any], files: Files) -> None:
    by_hash = {digest(data): data for data in files.values()}
    wanted = [by_hash[sha256] for sha256 in upload["missing"]]
    body = b"".join(struct.pack(">IQ", index, len(data)) + data for index, data in enumerate(wanted))
    reply = tree.person.client.put(upload["pack_url"], data=body)
    assert reply.json == {"ready": len(wanted), "failed": []}


def pushed(tree: Tree, files: Files, **more: Any) -> dict[str, Any]:
    """Call, send, call again."""
    reply = sync(tree, files, **more)
    if reply.status_code == 409:
        assert reply.json["code"] == "app_asset_bytes_missing"
        send(tree, reply.json["upload"], files)
        reply = sync(tree, files, **more)
    assert reply.status_code == 200, reply.json
    return reply.get_json()


def contents(tree: Tree, under: str = "/") -> Files:
    nodes = tree.get("/tree?format=flat").json["nodes"]
    wanted = [node for node in nodes if node["node_type"] == "file" and node["path"].startswith(under)]
    return {node["path"][len(under) :]: tree.get(f"/files/{node['id']}/raw").data for node in wanted}


def counts(tree: Tree) -> tuple[int, int, int]:
    """Nodes, bytes and awaited files, counted one by one; the tree's own counts must say the same."""
    nodes = tree.get("/tree?format=flat").json["nodes"]
    counted = len(nodes), sum(node["size"] for node in nodes), sum(node["status"] == "pending" for node in nodes)
    kept = select(AssetTree.node_count, AssetTree.total_size, AssetTree.pending_count)
    assert tuple(db.session.execute(kept.where(AssetTree.app_id == UUID(tree.app_id))).one()) == counted
    return counted


FIRST: Files = {"a.txt": b"a", "docs/b.txt": b"bb", "docs/deep/er/c.txt": b"ccc", "empty": b"", "docs/again.txt": b"a"}


def test_call_send_call(tree: Tree):
    before = tree.read()
    reply = sync(tree, FIRST)
    assert (reply.status_code, reply.json["code"], reply.json["status"]) == (409, "app_asset_bytes_missing", 409)
    assert reply.json["upload"]["missing"] == [digest(data) for data in (b"a", b"bb", b"ccc")]
    assert tree.read() == before
    send(tree, reply.json["upload"], FIRST)
    assert tree.read() == before
    reply = sync(tree, FIRST)
    assert reply.status_code == 200
    assert reply.headers["X-Tree-Revision"] == str(reply.json["revision"])
    assert reply.json == {
        "revision": before["revision"] + 1,
        "tree_hash": tree_hash({path: digest(data) for path, data in FIRST.items()}),
        "added": 8,
        "changed": 0,
        "removed": 0,
        "unchanged": 0,
    }
    assert contents(tree) == FIRST


def test_an_unchanged_folder_is_one_request_that_changes_nothing(tree: Tree):
    first = pushed(tree, FIRST)
    reply = sync(tree, FIRST)
    assert reply.status_code == 200
    assert reply.json == {**first, "added": 0, "unchanged": len(FIRST)}


def test_only_what_changed_is_missing(tree: Tree):
    pushed(tree, FIRST)
    second = {**FIRST, "a.txt": b"other", "new/d.txt": b"ccc"}
    reply = sync(tree, second)
    assert reply.json["upload"]["missing"] == [digest(b"other")]
    ids = {node["path"]: node["id"] for node in tree.get("/tree?format=flat").json["nodes"]}
    done = pushed(tree, second)
    assert (done["added"], done["changed"], done["removed"], done["unchanged"]) == (2, 1, 0, 4)
    assert contents(tree) == second
    after = {node["path"]: node["id"] for node in tree.get("/tree?format=flat").json["nodes"]}
    assert {path: after[path] for path in ids} == ids


def test_what_is_not_in_the_list_stays_unless_asked(tree: Tree, context: FlaskApp):
    pushed(tree, FIRST)
    less = {"a.txt": b"a", "docs/b.txt": b"bb"}
    kept = pushed(tree, less)
    assert (kept["removed"], contents(tree)) == (0, FIRST)
    assert kept["tree_hash"] == tree_hash({path: digest(data) for path, data in FIRST.items()})
    done = pushed(tree, less, delete_extraneous=True)
    # deep, er, c.txt, again.txt, empty
    assert (done["removed"], done["unchanged"], contents(tree)) == (5, 2, less)
    assert done["tree_hash"] == tree_hash({path: digest(data) for path, data in less.items()})
    assert counts(tree) == (3, 3, 0)


def test_an_empty_list_empties_the_folder(tree: Tree):
    pushed(tree, FIRST)
    assert pushed(tree, {}, delete_extraneous=True)["removed"] == 8
    assert tree.read()["children"] == []


def test_under_a_folder_nothing_else_is_touched(tree: Tree):
    tree.ready_file("outside.txt", b"outside")
    parent = tree.folder("inside")
    done = pushed(tree, FIRST, parent_id=parent, delete_extraneous=True)
    assert done["tree_hash"] == tree_hash({path: digest(data) for path, data in FIRST.items()})
    assert contents(tree, "/inside/") == FIRST
    assert pushed(tree, {}, parent_id=parent, delete_extraneous=True)["removed"] == 8
    assert contents(tree) == {"outside.txt": b"outside"}


def test_folders_without_files(tree: Tree):
    done = pushed(tree, {"a/b.txt": b"b"}, folders=["empty", "a/inner/most", "a"])
    assert done["added"] == 5
    assert done["tree_hash"] == tree_hash({"a/b.txt": digest(b"b")}, ["empty", "a/inner/most"])
    assert tree.paths() == ["/empty", "/a", "/a/inner", "/a/inner/most", "/a/b.txt"]


def test_a_dry_run_says_path_by_path_and_writes_nothing(tree: Tree):
    pushed(tree, FIRST)
    before = tree.read()
    second = {"a.txt": b"other", "docs/b.txt": b"bb", "new/x.txt": b"x"}
    reply = sync(tree, second, dry_run=True, delete_extraneous=True)
    assert reply.status_code == 200
    assert reply.json["tree_hash"] == tree_hash({path: digest(data) for path, data in FIRST.items()})
    assert {kind: sorted(paths) for kind, paths in reply.json["changes"].items()} == {
        "added": ["new/", "new/x.txt"],
        "changed": ["a.txt"],
        "removed": ["docs/again.txt", "docs/deep/", "docs/deep/er/", "docs/deep/er/c.txt", "empty"],
    }
    assert sorted(entry["size"] for entry in reply.json["missing"]) == [1, 5]
    assert tree.read() == before


def test_a_file_becomes_a_folder_only_if_it_may_be_deleted(tree: Tree, context: FlaskApp):
    pushed(tree, {"x": b"file", "y/inner.txt": b"inner"})
    turned = {"x/inner.txt": b"inner", "y": b"file"}
    reply = sync(tree, turned)
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_path_conflict")
    assert [detail["path"] for detail in reply.json["details"]] == ["/x", "/y"]
    pushed(tree, turned, delete_extraneous=True)
    assert contents(tree) == turned
    assert counts(tree) == (3, 9, 0)


def test_a_name_is_respelled(tree: Tree):
    pushed(tree, {"Docs/ReadMe.md": b"text"})
    done = pushed(tree, {"docs/README.md": b"text"}, delete_extraneous=True)
    assert (done["added"], done["changed"], done["removed"]) == (0, 2, 0)
    assert contents(tree) == {"docs/README.md": b"text"}


def test_files_that_await_bytes_become_ready(tree: Tree, context: FlaskApp):
    tree.batch(file("a.txt", b"a"), folder("docs", file("b.txt", 7)))
    other = Tree(tree.person, tree.app_id)
    pushed(other, {"a.txt": b"a", "docs/b.txt": b"bb"})
    assert contents(tree) == {"a.txt": b"a", "docs/b.txt": b"bb"}
    assert counts(tree) == (3, 3, 0)
    assert tree.get("/tree").headers["ETag"]


def test_what_still_waits_elsewhere_has_no_hash(tree: Tree):
    tree.batch(file("waits.txt", 5))
    assert pushed(tree, {"a.txt": b"a"})["tree_hash"] is None


def test_if_match(tree: Tree):
    revision = pushed(tree, FIRST)["revision"]
    fresh = {**FIRST, "a.txt": b"bb"}
    assert sync(tree, fresh, {"If-Match": f'"{revision - 1}"'}).status_code == 412
    assert sync(tree, fresh, {"If-Match": f'"{revision}"'}).status_code == 200
    assert sync(tree, FIRST, {"If-Match": f'"{revision}"'}).status_code == 412


def test_an_idempotency_key_counts_from_the_call_that_took_effect(tree: Tree):
    key = {"Idempotency-Key": "push-1"}
    reply = sync(tree, FIRST, key)
    assert reply.status_code == 409
    send(tree, reply.json["upload"], FIRST)
    first = sync(tree, FIRST, key)
    assert first.json["added"] == 8
    tree.ready_file("later.txt", b"later")
    again = sync(tree, FIRST, key)
    assert (again.status_code, again.json) == (200, first.json)
    assert sync(tree, {}, key).status_code == 422


@pytest.mark.parametrize(
    ("files", "path", "reason"),
    [
        ({"/a": b""}, "files[0].path", "can't have empty parts"),
        ({"a//b": b""}, "files[0].path", "can't have empty parts"),
        ({"a/": b""}, "files[0].path", "can't have empty parts"),
        ({"": b""}, "files[0].path", "can't have empty parts"),
        ({"../a": b""}, "files[0].path", "not a valid name"),
        ({"a/./b": b""}, "files[0].path", "not a valid name"),
        ({"a\\b": b""}, "files[0].path", "can't contain"),
        ({"a": b"", "a/b": b""}, "files[1].path", "cannot both be"),
        ({"a/b": b"", "a": b""}, "files[1].path", "cannot both be"),
        ({"Readme": b"", "README": b""}, "files[1].path", "are the same name"),
        ({"Docs/a": b"", "docs/b": b""}, "files[1].path", "are the same name"),
    ],
)
def test_a_bad_path_is_named(tree: Tree, files: Files, path: str, reason: str):
    reply = sync(tree, files)
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_invalid_batch")
    assert reply.json["details"][0]["path"] == path
    assert reason in reply.json["details"][0]["message"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, ""),
        ({"files": [{"path": "a", "size": 1}]}, "files[0]"),
        ({"files": [{"path": "a", "size": -1, "sha256": digest(b"a")}]}, "files[0].size"),
        ({"files": [{"path": "a", "size": 1, "sha256": "A" * 64}]}, "files[0].sha256"),
        ({"files": [{"path": "a", "size": 0, "sha256": digest(b"a")}]}, "files[0].sha256"),
        (
            {"files": [{"path": name, "size": n, "sha256": "0" * 64} for n, name in ((1, "a"), (2, "b"))]},
            "files[1].sha256",
        ),
        ({"files": [{"path": "a", "size": 1, "sha256": digest(b"a"), "mode": 7}]}, "files[0]"),
        ({"files": [], "folders": ["a", "a/../b"]}, "folders[1]"),
        ({"files": [], "parent_id": "x"}, "parent_id"),
    ],
)
def test_a_bad_body_is_named(tree: Tree, body: dict[str, Any], path: str):
    reply = tree.post("/sync", json=body)
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_invalid_batch")
    assert [detail["path"] for detail in reply.json["details"]] == [path]


def test_a_known_hash_of_another_size(tree: Tree):
    pushed(tree, {"a": b"aaa"})
    lie = [{"path": "b", "size": 4, "sha256": digest(b"aaa")}]
    assert tree.post("/sync", json={"files": lie}).json["code"] == "app_asset_content_mismatch"


def test_too_deep(tree: Tree):
    assert sync(tree, {"/".join("d" * 65) + "/f": b""}).json["code"] == "app_asset_too_deep"


def test_a_strangers_bytes_are_missing_here(tree: Tree, mallory: Person, new_app: Any):
    pushed(Tree(mallory, new_app(mallory)), {"a": b"hers"})
    assert sync(tree, {"a": b"hers"}).status_code == 409


def test_an_unchanged_sync_asks_little_of_the_database(tree: Tree, queries: list[str]):
    few = {f"f{n % 3}/{n}.txt": b"%d" % n for n in range(30)}
    many = {f"f{n % 9}/{n}.txt": b"%d" % n for n in range(300)}
    taken = []
    for files in (few, many):
        pushed(tree, files, delete_extraneous=True)
        queries.clear()
        assert sync(tree, files, delete_extraneous=True).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 10


names = st.sampled_from(["a", "b", "c", "D"])
trees = st.dictionaries(
    st.lists(names, min_size=1, max_size=3).map("/".join), st.sampled_from([b"", b"x", b"yy", b"zzz"]), max_size=8
).filter(lambda files: not any(one != other and other.startswith(f"{one}/") for one in files for other in files))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(trees, st.booleans()), min_size=1, max_size=4))
def test_any_sequence_leaves_what_was_asked_for(tree: Tree, context: FlaskApp, steps: list[tuple[Files, bool]]):
    pushed(tree, {}, delete_extraneous=True)
    standing: Files = {}
    for files, delete in steps:
        merged = files if delete else {**standing, **files}
        if not trees_fit(merged):
            assert sync(tree, files).status_code == 409
            continue
        done = pushed(tree, files, delete_extraneous=delete)
        standing = merged
        assert contents(tree) == standing
        if delete:
            assert done["tree_hash"] == tree_hash({path: digest(data) for path, data in files.items()})
        state = tree.person.get(f"{tree.base}/tree").json
        assert state["revision"] == done["revision"]
        counts(tree)


def trees_fit(files: Files) -> bool:
    return not any(one != other and other.startswith(f"{one}/") for one in files for other in files)
