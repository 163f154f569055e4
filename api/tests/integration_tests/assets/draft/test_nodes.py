"""One node at a time: folders, rename, move, reorder, delete, children, path."""

import pytest

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, file, folder

UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"


def test_a_folder_is_made(tree: Tree):
    reply = tree.post("/folders", json={"name": "docs"})
    assert reply.status_code == 201
    node = reply.json
    assert {
        key: node[key] for key in ("node_type", "name", "parent_id", "order", "path", "extension", "size", "status")
    } == {
        "node_type": "folder",
        "name": "docs",
        "parent_id": None,
        "order": 0,
        "path": "/docs",
        "extension": "",
        "size": 0,
        "status": "ready",
    }
    inner = tree.post("/folders", json={"name": "api", "parent_id": node["id"]}).json
    assert (inner["path"], inner["parent_id"]) == ("/docs/api", node["id"])
    assert tree.get(f"/nodes/{inner['id']}").json == inner


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "a\0", " a", "a.", "x" * 256, "\n"])
@pytest.mark.parametrize("verb", ["folders", "files/upload", "rename"])
def test_names_are_checked_everywhere(tree: Tree, verb: str, name: str):
    if (verb, name) == ("files/upload", " a"):
        name = " . "
    node = tree.folder("d")
    url = f"/nodes/{node}/rename" if verb == "rename" else f"/{verb}"
    reply = tree.post(url, json={"name": name, **({"size": 1} if verb == "files/upload" else {})})
    assert reply.status_code == 400
    assert reply.json["details"][0]["path"] == "name"
    assert tree.paths() == ["/d"]


@pytest.mark.parametrize("body", [{}, {"name": 3}, {"name": "a", "parent_id": 3}, {"name": "a", "parent": None}, [], 7])
def test_wrong_bodies(tree: Tree, body: object):
    reply = tree.post("/folders", json=body)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")


def test_rename(tree: Tree):
    made = tree.made(folder("a", file("x")), file("b"))
    reply = tree.post(f"/nodes/{made['a']['id']}/rename", json={"name": "A"})
    assert (reply.status_code, reply.json["name"], reply.json["path"]) == (200, "A", "/A")
    reply = tree.post(f"/nodes/{made['x']['id']}/rename", json={"name": "y.md"})
    assert (reply.json["path"], reply.json["extension"]) == ("/A/y.md", "md")
    clash = tree.post(f"/nodes/{made['b']['id']}/rename", json={"name": "a"})
    assert (clash.status_code, clash.json["code"]) == (409, "app_asset_path_conflict")
    assert clash.json["details"] == [{"path": "/a", "message": "exists", "type": "exists", "params": {}}]
    revision = tree.read()["revision"]
    assert tree.post(f"/nodes/{made['b']['id']}/rename", json={"name": "b"}).status_code == 200
    assert tree.read()["revision"] == revision


def test_move(tree: Tree):
    made = tree.made(folder("a", folder("inner", file("x"))), folder("b", file("first")), file("c"))
    inner, a, b = made["inner"]["id"], made["a"]["id"], made["b"]["id"]
    reply = tree.post(f"/nodes/{inner}/move", json={"parent_id": b})
    assert (reply.status_code, reply.json["path"], reply.json["order"]) == (200, "/b/inner", 1)
    assert tree.paths() == ["/a", "/b", "/b/first", "/b/inner", "/b/inner/x", "/c"]
    reply = tree.post(f"/nodes/{inner}/move", json={"parent_id": None})
    assert (reply.json["path"], reply.json["parent_id"], reply.json["order"]) == ("/inner", None, 3)
    revision = tree.read()["revision"]
    assert tree.post(f"/nodes/{inner}/move", json={"parent_id": None}).status_code == 200
    assert tree.read()["revision"] == revision
    tree.made(file("INNER"), parent_id=a)
    clash = tree.post(f"/nodes/{inner}/move", json={"parent_id": a})
    exists = {"path": "/a/inner", "message": "exists", "type": "exists", "params": {}}
    assert (clash.status_code, clash.json["details"]) == (409, [exists])


def test_a_folder_does_not_move_into_itself(tree: Tree):
    made = tree.made(folder("a", folder("b", folder("c"))), file("f"))
    for target in ("a", "b", "c"):
        reply = tree.post(f"/nodes/{made['a']['id']}/move", json={"parent_id": made[target]["id"]})
        assert (reply.status_code, reply.json["code"]) == (409, "app_asset_move_into_itself")
    reply = tree.post(f"/nodes/{made['a']['id']}/move", json={"parent_id": made["f"]["id"]})
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_not_a_folder")
    assert (
        tree.post(f"/nodes/{made['a']['id']}/move", json={"parent_id": UNKNOWN}).json["code"]
        == "app_asset_parent_not_found"
    )
    assert tree.post(f"/nodes/{made['a']['id']}/move", json={}).status_code == 400


def test_a_move_does_not_make_a_tree_too_deep(tree: Tree):
    deep = folder("d")
    for _ in range(39):
        deep = folder("d", deep)
    tree.made(deep)
    tree.made({**deep, "name": "e"}, folder("other"))
    nodes = tree.read()["children"]
    deepest = nodes[0]
    while deepest["children"]:
        deepest = deepest["children"][0]
    reply = tree.post(f"/nodes/{nodes[1]['id']}/move", json={"parent_id": deepest["id"]})
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_too_deep")
    assert tree.post(f"/nodes/{nodes[2]['id']}/move", json={"parent_id": deepest["id"]}).status_code == 200


def test_reorder(tree: Tree):
    made = tree.made(file("a"), file("b"), file("c"), folder("d", file("x")))
    ids = {name: node["id"] for name, node in made.items()}

    def put(name: str, after: str | None) -> list[str]:
        reply = tree.post(f"/nodes/{ids[name]}/reorder", json={"after_node_id": after and ids[after]})
        assert reply.status_code == 200, reply.json
        children = tree.read()["children"]
        assert [node["order"] for node in children] == [0, 1, 2, 3]
        assert reply.json["order"] == next(node["order"] for node in children if node["id"] == ids[name])
        return [node["name"] for node in children]

    assert put("c", None) == ["c", "a", "b", "d"]
    assert put("c", "b") == ["a", "b", "c", "d"]
    assert put("d", "a") == ["a", "d", "b", "c"]
    assert put("d", "d") == ["a", "d", "b", "c"]
    assert put("a", "c") == ["d", "b", "c", "a"]
    for after in (ids["x"], UNKNOWN, tree.app_id):
        reply = tree.post(f"/nodes/{ids['a']}/reorder", json={"after_node_id": after})
        assert (reply.status_code, reply.json["code"]) == (404, "app_asset_node_not_found")


def test_delete_takes_the_subtree(tree: Tree):
    made = tree.made(folder("a", folder("b", file("x", 3)), file("y", 4)), file("c", 5))
    assert tree.delete(f"/nodes/{made['a']['id']}").json == {"result": "success"}
    assert tree.paths() == ["/c"]
    for name in ("a", "b", "x", "y"):
        assert tree.get(f"/nodes/{made[name]['id']}").json["code"] == "app_asset_node_not_found"
        assert tree.delete(f"/nodes/{made[name]['id']}").status_code == 404


def test_the_root_is_no_node(tree: Tree):
    for reply in (
        tree.get(f"/nodes/{tree.app_id}"),
        tree.get(f"/nodes/{tree.app_id}/children"),
        tree.delete(f"/nodes/{tree.app_id}"),
        tree.post(f"/nodes/{tree.app_id}/rename", json={"name": "x"}),
        tree.post(f"/nodes/{tree.app_id}/move", json={"parent_id": None}),
        tree.post(f"/nodes/{tree.app_id}/reorder", json={"after_node_id": None}),
    ):
        assert (reply.status_code, reply.json["code"]) == (404, "app_asset_node_not_found")


def test_children_come_in_pages(tree: Tree):
    made = tree.made(folder("d", *(file(f"{i}") for i in range(25))), file("f"))
    reply = tree.get(f"/nodes/{made['d']['id']}/children?page=2&limit=10").json
    assert [node["path"] for node in reply["data"]] == [f"/d/{i}" for i in range(10, 20)]
    assert {key: reply[key] for key in ("page", "limit", "total", "has_more")} == {
        "page": 2,
        "limit": 10,
        "total": 25,
        "has_more": True,
    }
    assert tree.get(f"/nodes/{made['d']['id']}/children?page=3&limit=10").json["has_more"] is False
    assert tree.get(f"/nodes/{made['d']['id']}/children?limit=101").status_code == 400
    assert tree.get(f"/nodes/{made['f']['id']}/children").json["code"] == "app_asset_not_a_folder"


@pytest.mark.parametrize("path", ["Docs/API/read.ME", "docs/api/README.md", "DOCS/api/Read.Me/"])
def test_a_path_is_found_whatever_its_case(tree: Tree, path: str):
    made = tree.made(folder("docs", folder("api", file("Read.me"), file("README.md"))))
    found = tree.get(f"/path/{path}").json
    assert found["id"] == made["README.md" if "readme" in path.lower() else "Read.me"]["id"]


@pytest.mark.parametrize("path", ["nope", "docs/nope", "docs/a.md/x", "..", "docs/..", "/".join("d" * 200), "a\0"])
def test_a_path_that_leads_nowhere(tree: Tree, path: str):
    tree.made(folder("docs", file("a.md")))
    reply = tree.get(f"/path/{path}")
    assert reply.status_code == 404


def test_limits_are_told(tree: Tree):
    assert tree.get("/limits").json == {
        "depth": 64,
        "batch_nodes": 100_000,
        "batch_bytes": 64 * 1024**2,
        "app_nodes": 200_000,
        "file_bytes": 5 * 1024**3,
        "text_bytes": 5 * 1024**2,
        "name_bytes": 255,
    }


def test_a_stranger_sees_nothing(tree: Tree, mallory: Person, bob: Person):
    node = tree.folder("d")
    for method, path, body in (
        ("GET", "/tree", None),
        ("GET", f"/nodes/{node}", None),
        ("GET", f"/nodes/{node}/children", None),
        ("GET", "/path/d", None),
        ("DELETE", f"/nodes/{node}", None),
        ("POST", f"/nodes/{node}/rename", {"name": "x"}),
        ("POST", f"/nodes/{node}/move", {"parent_id": None}),
    ):
        reply = mallory.open(method, f"{tree.base}{path}", json=body)
        assert (reply.status_code, reply.json["code"]) == (404, "app_not_found")
        assert bob.open(method, f"{tree.base}{path}", json=body).status_code == (200 if method == "GET" else 403)
    # Nor through an app of her own.
    own = mallory.post("/apps", json={"name": "hers", "mode": "chat"}).json["id"]
    reply = mallory.get(f"/apps/{own}/assets/nodes/{node}")
    assert (reply.status_code, reply.json["code"]) == (404, "app_asset_node_not_found")
    assert mallory.delete(f"/apps/{own}/assets/nodes/{node}").status_code == 404
    assert tree.paths() == ["/d"]


def test_the_top_comes_in_pages_too(tree: Tree):
    tree.made(*(file(f"{i}") for i in range(5)), folder("d", file("inner")))
    reply = tree.get("/children?limit=4&page=2").json
    assert [node["path"] for node in reply["data"]] == ["/4", "/d"]
    assert (reply["total"], reply["has_more"]) == (6, False)
