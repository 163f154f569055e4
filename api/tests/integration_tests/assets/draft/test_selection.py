"""Several nodes at once: moved, deleted, copied; and the ways to look: flat, by depth, by name, unchanged."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from tests.integration_tests.assets.conftest import Tree, file, flat, folder
from tests.integration_tests.assets.draft.test_conflicts import counts_are_right
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

UNKNOWN = "0190d5a0-0000-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def _counts(tree: Tree, context: FlaskApp) -> Iterator[None]:
    yield
    assert counts_are_right(tree)


@pytest.fixture
def ids(tree: Tree) -> dict[str, str]:
    made = tree.made(
        folder("a", file("a1", 3), folder("a2", file("deep", 4))),
        folder("b", file("b1")),
        file("c"),
        file("d"),
        folder("e"),
    )
    return {name: node["id"] for name, node in made.items()}


def test_nodes_move_together_in_their_order(tree: Tree, ids: dict[str, str]):
    # a1 lies in a, and goes with it.
    reply = tree.post("/nodes/move", json={"ids": [ids["d"], ids["a"], ids["a1"]], "parent_id": ids["b"]})
    assert reply.status_code == 200
    assert [node["path"] for node in reply.json["nodes"]] == ["/b/d", "/b/a"]
    assert tree.paths() == ["/b", "/b/b1", "/b/d", "/b/a", "/b/a/a1", "/b/a/a2", "/b/a/a2/deep", "/c", "/e"]
    reply = tree.post(
        "/nodes/move", json={"ids": [ids["c"], ids["a"]], "parent_id": ids["b"], "after_node_id": ids["b1"]}
    )
    assert [node["order"] for node in reply.json["nodes"]] == [1, 2]
    assert [path for path in tree.paths() if path.count("/") == 2] == ["/b/b1", "/b/c", "/b/a", "/b/d"]
    reply = tree.post("/nodes/move", json={"ids": [ids["d"]], "parent_id": ids["b"], "after_node_id": None})
    assert [path for path in tree.paths() if path.count("/") == 2] == ["/b/d", "/b/b1", "/b/c", "/b/a"]
    revision = tree.read()["revision"]
    assert tree.post("/nodes/move", json={"ids": [ids["d"]], "parent_id": ids["b"]}).status_code == 200
    assert tree.read()["revision"] == revision


@pytest.mark.parametrize(
    ("chosen", "target", "after", "status", "code"),
    [
        (["a"], "a", ..., 409, "app_asset_move_into_itself"),
        (["c", "a"], "a2", ..., 409, "app_asset_move_into_itself"),
        (["a1"], "c", ..., 400, "app_asset_not_a_folder"),
        (["a1", "unknown"], None, ..., 404, "app_asset_node_not_found"),
        (["a1"], "unknown", ..., 404, "app_asset_parent_not_found"),
        (["c"], "b", "d", 404, "app_asset_node_not_found"),
        (["c"], None, "c", 404, "app_asset_node_not_found"),
    ],
)
def test_moves_that_are_refused(
    tree: Tree, ids: dict[str, str], chosen: list[str], target: str | None, after: Any, status: int, code: str
):
    ids["unknown"] = UNKNOWN
    before = tree.read()
    body: dict[str, Any] = {"ids": [ids[name] for name in chosen], "parent_id": target and ids[target]}
    if after is not ...:
        body["after_node_id"] = ids[after]
    reply = tree.post("/nodes/move", json=body)
    assert (reply.status_code, reply.json["code"]) == (status, code)
    assert tree.read() == before


def test_two_of_one_name_do_not_arrive_in_one_folder(tree: Tree):
    made = tree.made(folder("x", file("same")), folder("y"))
    twin = tree.made(file("SAME"), parent_id=made["y"]["id"])["SAME"]["id"]
    target = tree.folder("z")
    before = tree.read()
    reply = tree.post("/nodes/move", json={"ids": [made["same"]["id"], twin], "parent_id": target})
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_path_conflict")
    assert tree.read() == before


@pytest.mark.parametrize("body", [{"ids": []}, {"ids": ["x"]}, {"ids": None}, {}, {"ids": [UNKNOWN] * 1001}])
@pytest.mark.parametrize("verb", ["move", "delete", "copy"])
def test_bodies_that_are_none(tree: Tree, verb: str, body: dict[str, Any]):
    assert tree.post(f"/nodes/{verb}", json=body | ({} if verb == "delete" else {"parent_id": None})).status_code == 400


def test_nodes_are_deleted_together(tree: Tree, ids: dict[str, str]):
    reply = tree.post("/nodes/delete", json={"ids": [ids["a2"], ids["a"], ids["c"], ids["c"]]})
    assert (reply.status_code, reply.json) == (200, {"result": "success"})
    assert tree.paths() == ["/b", "/b/b1", "/d", "/e"]
    assert tree.post("/nodes/delete", json={"ids": [ids["b"], ids["c"]]}).status_code == 404
    assert tree.paths() == ["/b", "/b/b1", "/d", "/e"]


def test_nodes_are_copied_with_all_they_hold(tree: Tree):
    source = tree.folder("src")
    tree.ready_file("a.md", b"same bytes", source)
    tree.made(folder("in", file("empty")), parent_id=source)
    reply = tree.post("/nodes/copy", json={"ids": [source], "parent_id": None})
    assert reply.status_code == 201
    assert [node["path"] for node in reply.json["nodes"]] == ["/src (1)"]
    copied = {node["path"]: node for node in flat(tree.read()["children"])}
    assert [path for path in copied if path.startswith("/src (1)")] == [
        "/src (1)",
        "/src (1)/a.md",
        "/src (1)/in",
        "/src (1)/in/empty",
    ]
    assert len({node["id"] for node in copied.values()}) == 8
    assert tree.get(f"/files/{copied['/src (1)/a.md']['id']}/raw").data == b"same bytes"
    # The copy is one of its own.
    tree.put(f"/files/{copied['/src (1)/a.md']['id']}", json={"content": "changed"})
    assert tree.get(f"/files/{copied['/src/a.md']['id']}/raw").data == b"same bytes"
    # A folder may be copied into itself: what is copied is what was there.
    reply = tree.post("/nodes/copy", json={"ids": [source], "parent_id": source})
    assert [node["path"] for node in reply.json["nodes"]] == ["/src/src"]
    assert "/src/src/src" not in tree.paths()


def test_what_has_not_arrived_is_not_copied(tree: Tree, ids: dict[str, str]):
    before = tree.read()
    reply = tree.post("/nodes/copy", json={"ids": [ids["a"]], "parent_id": ids["b"]})
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_content_pending")
    assert [detail["path"] for detail in reply.json["details"]] == ["/a/a1", "/a/a2/deep"]
    stale = tree.post("/nodes/copy", json={"ids": [ids["c"]], "parent_id": None}, headers={"If-Match": '"999"'})
    assert stale.status_code == 412
    assert tree.read() == before


def test_a_tree_can_be_read_flat_and_in_parts(tree: Tree, ids: dict[str, str]):
    whole = tree.read()
    reply = tree.get("/tree?format=flat").json
    nested = [{key: value for key, value in node.items() if key != "children"} for node in flat(whole["children"])]
    assert (reply["revision"], reply["nodes"]) == (whole["revision"], nested)
    top = tree.get("/tree?depth=1").json["children"]
    assert [(node["path"], node["children"]) for node in top] == [
        ("/a", None),
        ("/b", None),
        ("/c", []),
        ("/d", []),
        ("/e", None),
    ]
    part = tree.get(f"/tree?parent_id={ids['a']}").json["children"]
    assert part == next(node for node in whole["children"] if node["name"] == "a")["children"]
    part = tree.get(f"/tree?parent_id={ids['a']}&depth=1&format=flat").json["nodes"]
    assert [node["path"] for node in part] == ["/a/a1", "/a/a2"]
    assert tree.get(f"/tree?parent_id={UNKNOWN}").json["code"] == "app_asset_parent_not_found"
    assert tree.get(f"/tree?parent_id={ids['c']}").json["code"] == "app_asset_not_a_folder"
    for query in ("depth=0", "depth=x", "format=tree", "parent_id=x"):
        assert tree.get(f"/tree?{query}").status_code == 400


def test_names_with_quotes_and_scripts_are_good_json(tree: Tree):
    names = ['say "hi"', "größe 日本語 😀", "tab&<>'", "é.tar.gz", '.hidden."x']
    tree.made(folder('f"older', *(file(name) for name in names)))
    nodes = list(flat(tree.read()["children"]))
    assert [node["name"] for node in nodes] == ['f"older', *names]
    assert [node["path"] for node in nodes[1:]] == [f'/f"older/{name}' for name in names]
    assert [node["extension"] for node in nodes[1:]] == ["", "", "", "gz", '"x']
    inner = tree.get(f"/tree?parent_id={nodes[0]['id']}").json["children"]
    assert [node["path"] for node in inner] == [f'/f"older/{name}' for name in names]


def test_an_unchanged_tree_is_304(tree: Tree):
    tree.folder("d")
    tag = tree.get("/tree").headers["ETag"]
    assert tree.get("/tree", headers={"If-None-Match": tag}).status_code == 304
    made = tree.made(file("f", 3))
    # While bytes are awaited the tree may change at the same revision.
    assert "ETag" not in tree.get("/tree").headers
    assert tree.send(made["f"], b"abc").status_code == 204
    later = tree.get("/tree", headers={"If-None-Match": tag})
    assert (later.status_code, later.headers["ETag"] != tag) == (200, True)
    assert tree.get("/tree?depth=1", headers={"If-None-Match": later.headers["ETag"]}).status_code == 304


def test_names_are_found(tree: Tree, queries: list[str]):
    tree.made(folder("Docs", file("READme.md"), folder("readme", file("100%_x"))), file("other"))
    found = tree.get("/search?q=ReadMe").json
    assert ([node["path"] for node in found["data"]], found["total"]) == (["/Docs/readme", "/Docs/READme.md"], 2)
    assert [node["path"] for node in tree.get("/search?q=%25_").json["data"]] == ["/Docs/readme/100%_x"]
    assert tree.get("/search?q=readme&limit=1&page=2").json["has_more"] is False
    assert tree.get("/search?q=nothing").json["data"] == []
    assert tree.get("/search?q=").status_code == tree.get("/search").status_code == 400
    tree.made(*(file(f"many {i}") for i in range(60)))
    counts = []
    for limit in (1, 50):
        queries.clear()
        assert len(tree.get(f"/search?q=many&limit={limit}").json["data"]) == limit
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_links_are_renewed(tree: Tree, ids: dict[str, str], clock_travel: Any):
    reply = tree.post("/uploads", json={}).json
    assert reply["missing"] == [ids["a1"], ids["deep"]]
    assert set(reply["urls"]) == {ids["a1"], ids["deep"]}
    assert tree.post("/uploads", json={"under": ids["a2"]}).json["missing"] == [ids["deep"]]
    assert tree.post("/uploads", json={"under": ids["b"]}).json == {"pack_url": None, "missing": [], "urls": {}}
    assert tree.post("/uploads", json={"node_ids": [ids["a1"], ids["c"]]}).json["missing"] == [ids["a1"]]
    assert tree.post("/uploads", json={"node_ids": [UNKNOWN]}).json["code"] == "app_asset_node_not_found"
    assert tree.post("/uploads", json={"under": UNKNOWN}).json["code"] == "app_asset_parent_not_found"
    clock_travel(3500)
    fresh = tree.post("/uploads", json={"node_ids": [ids["a1"]]}).json["urls"][ids["a1"]]
    clock_travel(3700)
    tree.person.log_in()
    assert tree.send({"upload_url": reply["urls"][ids["deep"]]}, b"1234").json["code"] == "link_expired"
    assert tree.send({"upload_url": fresh}, b"123").status_code == 204
    assert tree.post("/uploads", json={}).json["missing"] == [ids["deep"]]
    with unit_of_work() as session:
        ages = session.execute(text("SELECT count(*) FROM asset_nodes WHERE upload_at IS NOT NULL")).scalar_one()
    assert ages == 1


def test_moving_and_copying_take_the_same_queries_for_any_number(tree: Tree, queries: list[str]):
    target = tree.folder("target")
    counts = []
    for n in (3, 60):
        made = tree.made(*(folder(f"{n}-{i}", file("x")) for i in range(n)))
        chosen = [made[f"{n}-{i}"]["id"] for i in range(n)]
        queries.clear()
        assert tree.post("/nodes/copy", json={"ids": chosen, "parent_id": target}).status_code == 201
        tree.post("/nodes/move", json={"ids": chosen, "parent_id": tree.folder(f"t{n}")})
        tree.post("/nodes/delete", json={"ids": chosen})
        counts.append(len(queries))
    assert counts[0] == counts[1]
