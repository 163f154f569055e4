"""What versions have otherwise than others, and a draft that becomes one again."""

from typing import Any

import pytest

from tests.integration_tests.assets.conftest import ODD, Tree, file, flat, folder
from treeline.assets.versions.tree_hash import EMPTY
from treeline.kernel.web import FlaskApp

# Differences


def test_differences_of_every_kind(tree: Tree, ids: dict[str, str]):
    tree.publish()
    tree.post(f"/nodes/{ids['skills']}/rename", json={"name": "abilities"})
    tree.put(f"/files/{ids['SKILL.md']}", json={"content": "# changed"})
    tree.post(f"/nodes/{ids['b.txt']}/move", json={"parent_id": None})
    tree.delete(f"/nodes/{ids['a.txt']}")
    tree.ready_file("new", b"new")
    tree.delete(f"/nodes/{ids[ODD]}")
    tree.ready_file("pushed elsewhere.md", b"odd name", ids["data"])
    tree.publish()
    expected = {
        "number": 2,
        "against": 1,
        "added": [{"path": "/new", "node_type": "file"}],
        "removed": [{"path": "/data/a.txt", "node_type": "file"}],
        "changed": [{"path": "/abilities/pdf/SKILL.md", "node_type": "file"}],
        "moved": [
            {"from": "/data/b.txt", "to": "/b.txt", "node_type": "file"},
            {"from": f"/{ODD}", "to": "/data/pushed elsewhere.md", "node_type": "file"},
            {"from": "/skills", "to": "/abilities", "node_type": "folder"},
        ],
        "totals": {"added": 1, "removed": 1, "changed": 1, "moved": 3},
    }
    assert tree.get("/versions/2/diff").json == expected
    assert tree.get("/versions/2/diff?against=1").json == expected
    back = tree.get("/versions/1/diff?against=2").json
    assert back["added"] == expected["removed"]
    assert back["totals"] == expected["totals"]
    # The draft is what the second version is.
    against = tree.get("/versions/2/diff?against=draft").json
    assert (against["against"], against["totals"]) == ("draft", {"added": 0, "removed": 0, "changed": 0, "moved": 0})
    tree.post("/versions/1/activate")
    assert tree.get("/versions/2/diff?against=active").json == expected
    assert tree.get("/versions/active/diff?against=draft").json["totals"] == expected["totals"]


def test_the_first_version_differs_from_nothing(tree: Tree, ids: dict[str, str]):
    tree.publish()
    diff = tree.get("/versions/1/diff").json
    assert (diff["against"], diff["totals"]["added"], diff["removed"]) == (None, 8, [])
    # The one before a version is the one that is still there.
    for _ in range(2):
        tree.publish()
    tree.delete("/versions/2")
    assert tree.get("/versions/3/diff").json["against"] == 1


def test_a_difference_has_a_bound(tree: Tree):
    tree.publish()
    tree.made(*(file(f"f{number:04}") for number in range(1200)))
    diff = tree.get("/versions/1/diff?against=draft").json
    assert (len(diff["removed"]), diff["totals"]["removed"]) == (1000, 1200)


# Restoring


def test_restored_after_heavy_edits(tree: Tree, ids: dict[str, str]):
    tree.publish()
    before, size = tree.nodes(), tree.get("/versions/1").json["total_size"]
    # Folders swap names and places, one goes into another, what lay in them is deleted, replaced, reordered.
    tree.post(f"/nodes/{ids['skills']}/rename", json={"name": "x"})
    tree.post(f"/nodes/{ids['data']}/rename", json={"name": "skills"})
    tree.post(f"/nodes/{ids['skills']}/rename", json={"name": "data"})
    new = tree.folder("new", ids["data"])
    tree.post(f"/nodes/{ids['skills']}/move", json={"parent_id": new})
    tree.post(f"/nodes/{ids['a.txt']}/move", json={"parent_id": ids["empty"]})
    tree.put(f"/files/{ids['SKILL.md']}", json={"content": "other"})
    tree.delete(f"/nodes/{ids['b.txt']}")
    tree.ready_file("b.txt", b"in its place", ids["data"])
    tree.made(file("awaited", 5), folder("more", file("inner", 6)))
    tree.batch(file(ODD, b"awaited too"), on_conflict="merge")
    revision = tree.read()["revision"]
    reply = tree.post("/versions/1/restore", headers={"If-Match": f'"{revision}"'})
    assert (reply.status_code, reply.headers["X-Tree-Revision"]) == (200, str(revision + 1))
    assert reply.json == {"revision": revision + 1, "number": 1, "tree_hash": tree.get("/versions/1").json["tree_hash"]}
    assert tree.nodes() == before
    assert tree.post("/uploads", json={}).json["missing"] == []
    # Counts are right: what is published now is the same, and the tree has an ETag again.
    again = tree.publish()
    assert (again["node_count"], again["total_size"], again["tree_hash"]) == (8, size, reply.json["tree_hash"])
    assert tree.get("/tree").headers["ETag"] == f'"{revision + 1}"'
    assert tree.get(f"/files/{ids['SKILL.md']}").json["content"] == "# pdf"
    # And it is a tree to work with: every name is found, and taken.
    assert tree.get("/path/SKILLS/pdf/skill.MD").json["id"] == ids["SKILL.md"]
    assert tree.batch(file("B.TXT"), parent_id=ids["data"]).status_code == 409


def test_restored_into_an_empty_draft_and_out_of_one(tree: Tree, ids: dict[str, str]):
    tree.publish()
    before = tree.nodes()
    tree.post("/nodes/delete", json={"ids": [node["id"] for node in tree.read()["children"]]})
    tree.publish()
    assert tree.post("/versions/1/restore").status_code == 200
    assert tree.nodes() == before
    assert tree.post("/versions/2/restore").json["tree_hash"] == EMPTY
    assert tree.nodes() == []
    assert tree.post("/versions/1/restore").status_code == 200
    assert tree.nodes() == before
    assert tree.get(f"/files/{ids['a.txt']}").json["content"] == "a"


def test_what_is_equal_already_is_no_change(tree: Tree, ids: dict[str, str]):
    tree.publish()
    before = tree.read()
    assert tree.post("/versions/1/restore").json["revision"] == before["revision"]
    assert tree.read() == before


def test_nodes_that_swap(tree: Tree):
    """No moment has two of one name in a folder, and no folder is in itself."""
    a, b = tree.ready_file("a", b"a"), tree.ready_file("b", b"b")
    outer = tree.folder("outer")
    inner = tree.folder("inner", outer)
    tree.publish()
    before = tree.nodes()
    for node, name in ((a, "x"), (b, "a"), (a, "b")):
        assert tree.post(f"/nodes/{node}/rename", json={"name": name}).status_code == 200
    tree.post(f"/nodes/{inner}/move", json={"parent_id": None})
    tree.post(f"/nodes/{outer}/move", json={"parent_id": inner})
    tree.publish()
    swapped = tree.nodes()
    assert tree.post("/versions/1/restore").status_code == 200
    assert tree.nodes() == before
    assert tree.post("/versions/2/restore").status_code == 200
    assert tree.nodes() == swapped


def test_an_upload_that_was_under_way_is_no_longer_awaited(tree: Tree):
    tree.ready_file("a", b"old")
    tree.publish()
    (node,) = tree.batch(file("a", b"new"), on_conflict="merge").json["children"]
    added = tree.made(file("b", b"b"))["b"]
    assert tree.post("/versions/1/restore").status_code == 200
    assert tree.send(node, b"new").json["code"] == "app_asset_upload_not_awaited"
    assert tree.send(added, b"b").status_code == 404
    assert [node["path"] for node in tree.nodes()] == ["/a"]


def test_only_the_draft_that_was_seen_is_replaced(tree: Tree):
    tree.publish()
    revision = tree.read()["revision"]
    tree.folder("new")
    reply = tree.post("/versions/1/restore", headers={"If-Match": f'"{revision}"'})
    assert (reply.status_code, reply.json["code"]) == (412, "app_asset_stale")
    assert tree.paths() == ["/new"]


def test_a_version_larger_than_a_tree_may_be_now(
    tree: Tree, ids: dict[str, str], flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch
):
    tree.publish()
    monkeypatch.setattr(flask_app.extensions["settings"], "asset_max_app_nodes", 7)
    assert tree.post("/versions/1/restore").json["code"] == "app_asset_too_many_nodes"


def test_trees_of_any_shape_come_back(tree: Tree):
    """Many rows, deep and wide: the statements that take whole trees."""
    deep: dict[str, Any] = file("leaf")
    for level in range(60):
        deep = folder(f"l{level}", deep)
    tree.made(deep, folder("wide", *(file(f"f{number}") for number in range(3000))))
    tree.publish()
    before = tree.nodes()
    wide = tree.get("/path/wide").json["id"]
    tree.post(f"/nodes/{wide}/move", json={"parent_id": tree.get("/path/l59/l58").json["id"]})
    tree.post(f"/nodes/{wide}/rename", json={"name": "w"})
    tree.made(folder("wide", *(file(f"f{number}") for number in range(1000))))
    tree.publish()
    assert tree.post("/versions/1/restore").status_code == 200
    assert tree.nodes() == before == tree.nodes(1)
    children = tree.get("/versions/1/tree").json["children"]
    assert [node["path"] for node in flat(children)] == [node["path"] for node in before]
