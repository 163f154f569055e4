"""POST …/assets/batch-upload: a whole tree in one request, or nothing."""

import json
from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, digest, file, flat, folder


def test_it_works(tree: Tree):
    parent = tree.folder("existing parent")
    reply = tree.batch(
        file("z.md", 3),
        folder("skills", folder("pdf", file("SKILL.md", 5)), folder("empty")),
        file("a.md"),
        parent_id=parent,
    )
    assert reply.status_code == 201
    made = list(flat(reply.json["children"]))
    assert [(node["name"], node["node_type"], node["size"]) for node in made] == [
        ("z.md", "file", 3),
        ("skills", "folder", 0),
        ("pdf", "folder", 0),
        ("SKILL.md", "file", 5),
        ("empty", "folder", 0),
        ("a.md", "file", 0),
    ]
    assert [("upload_url" in node) for node in made] == [True, False, False, True, False, False]
    assert tree.paths() == [
        "/existing parent",
        "/existing parent/z.md",
        "/existing parent/skills",
        "/existing parent/skills/pdf",
        "/existing parent/skills/pdf/SKILL.md",
        "/existing parent/skills/empty",
        "/existing parent/a.md",
    ]
    nodes = {node["id"]: node for node in flat(tree.read()["children"])}
    assert {node["id"] for node in made} == set(nodes) - {parent}
    assert [nodes[node["id"]]["status"] for node in made] == ["pending", "ready", "ready", "pending", "ready", "ready"]
    assert [nodes[node["id"]]["order"] for node in made] == [0, 1, 0, 0, 1, 2]


@pytest.mark.parametrize("parent_id", [None, ""])
def test_null_and_empty_mean_the_root(tree: Tree, parent_id: str | None):
    tree.made(file("a"), parent_id=parent_id)
    assert [(node["path"], node["parent_id"]) for node in tree.read()["children"]] == [("/a", None)]


def test_newcomers_stand_behind_those_that_are_there(tree: Tree):
    tree.made(file("c"), file("b"))
    tree.made(file("z"), file("a"))
    assert tree.paths() == ["/c", "/b", "/z", "/a"]


def test_ids_and_urls_of_the_client_are_ignored(tree: Tree):
    node = file("a", 1, id="11111111-1111-1111-1111-111111111111", upload_url="https://evil.example/")
    inner = {**folder("d"), "id": 7, "upload_url": {"x": 1}}
    made = tree.made(node, inner)
    assert made["a"]["id"] != node["id"]
    assert made["a"]["upload_url"].startswith("http://localhost/files/")
    assert "upload_url" not in made["d"]


def test_every_clash_is_named_and_nothing_is_written(tree: Tree):
    parent = tree.folder("parent")
    tree.made(file("README.md"), folder("src"), file("e\u0301.txt"), parent_id=parent)
    before = tree.read()
    reply = tree.batch(file("new"), file("readme.MD"), file("src"), folder("\u00e9.TXT"), parent_id=parent)
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_path_conflict")
    assert [detail["path"] for detail in reply.json["details"]] == [
        "/parent/readme.MD",
        "/parent/src",
        "/parent/\u00e9.TXT",
    ]
    assert tree.read() == before


def test_the_same_names_fit_in_another_folder(tree: Tree):
    tree.made(folder("a", file("x")), folder("b", file("x")))
    assert tree.paths() == ["/a", "/a/x", "/b", "/b/x"]


def test_bytes_that_are_here_need_not_come_again(tree: Tree):
    tree.ready_file("first", b"the same bytes")
    known = digest(b"the same bytes")
    made = tree.made(file("second", b"the same bytes", sha256=known), file("third", 3, sha256=digest(b"abc")))
    assert "upload_url" not in made["second"]
    assert "upload_url" in made["third"]
    reply = tree.get(f"/files/{made['second']['id']}/raw")
    assert reply.data == b"the same bytes"


def test_another_app_bytes_are_not_here(tree: Tree, alice: Person, mallory: Person, new_app: Any):
    tree.ready_file("secret", b"the secret of one app")
    for other in (Tree(alice, new_app(alice)), Tree(mallory, new_app(mallory))):
        made = other.made(file("probe", b"the secret of one app", sha256=digest(b"the secret of one app")))
        assert "upload_url" in made["probe"]


def test_a_known_hash_with_another_size_is_refused(tree: Tree):
    tree.ready_file("first", b"1234")
    before = tree.read()
    reply = tree.batch(file("second", 5, sha256=digest(b"1234")))
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_content_mismatch")
    assert tree.read() == before


def test_windows_names_are_warned_of(tree: Tree):
    reply = tree.batch(folder("src", file("aux.c")))
    assert reply.status_code == 201
    assert [warning["path"] for warning in reply.json["warnings"]] == ["children[0].children[0].name"]


def nested(depth: int) -> dict[str, Any]:
    node = folder("d")
    for _ in range(depth - 1):
        node = folder("d", node)
    return node


def test_depth_counts_from_the_root(tree: Tree):
    assert tree.batch(nested(65)).json["code"] == "app_asset_too_deep"
    tree.made(nested(64))
    parent = None
    for node in flat(tree.read()["children"]):
        parent = node["id"]
    # A file may lie in the deepest folder, a folder may not.
    tree.made(file("f"), parent_id=parent)
    reply = tree.batch(folder("e"), parent_id=parent)
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_too_deep")


def test_400_deep_is_a_refusal(tree: Tree):
    reply = tree.batch(nested(400))
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_too_deep")
    data = '{"children":[' + '{"name":"d","node_type":"folder","children":[' * 5000 + "]}" * 5000 + "]}"
    reply = tree.post("/batch-upload", data=data, content_type="application/json")
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_too_deep")


def test_a_body_over_the_limit_is_413(tree: Tree):
    data = b'{"children":[]' + b" " * (65 * 1024 * 1024) + b"}"
    reply = tree.post("/batch-upload", data=data, content_type="application/json")
    assert (reply.status_code, reply.json["code"]) == (413, "request_too_large")


def test_too_many_nodes_is_413(tree: Tree):
    reply = tree.batch(*(file(str(i)) for i in range(100_001)))
    assert (reply.status_code, reply.json["code"]) == (413, "app_asset_too_many_nodes")
    assert tree.read()["children"] == []


def test_a_full_app_is_413(tree: Tree, context: Any, queries: Any):
    from sqlalchemy import text

    from treeline.kernel.db import unit_of_work

    with unit_of_work() as session:
        session.execute(text("UPDATE asset_trees SET node_count = 199999"))
    tree.made(file("the last"))
    reply = tree.batch(file("one more"))
    assert (reply.status_code, reply.json["code"]) == (413, "app_asset_too_many_nodes")


@pytest.mark.parametrize(
    ("children", "path"),
    [
        ([], "children"),
        ([file("a/b", 1)], "children[0].name"),
        ([folder("ok", folder(".."))], "children[0].children[0].name"),
        ([file("Read.me", 1), file("read.ME", 1)], "children[1].name"),
        ([{**file("f", 1), "children": [file("x")]}], "children[0].children"),
        ([file("f", -1)], "children[0].size"),
        ([file("f", 10**18)], "children[0].size"),
        ([{**file("f"), "node_type": "link"}], "children[0].node_type"),
        ([{**file("f"), "mode": 7}], "children[0]"),
        ([file("a"), folder("d"), folder("e", file("f"), file("a\0b"))], "children[2].children[1].name"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(tree: Tree, children: list[Any], path: str):
    before = tree.read()
    reply = tree.batch(*children)
    assert reply.status_code == 400
    assert (reply.json["code"], reply.json["status"]) == ("app_asset_invalid_batch", 400)
    assert [detail["path"] for detail in reply.json["details"]] == [path]
    assert path in reply.json["message"]
    assert tree.read() == before


@pytest.mark.parametrize(
    "data", ["", "{", "[]", "null", "7", '{"children": [{"name": "\\ud800", "node_type": "file"}]}']
)
def test_wrong_json_is_400(tree: Tree, data: str):
    reply = tree.post("/batch-upload", data=data, content_type="application/json")
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_invalid_batch")


def test_another_content_type_is_415(tree: Tree):
    reply = tree.post("/batch-upload", data=json.dumps({"children": [file("a")]}), content_type="text/plain")
    assert (reply.status_code, reply.json["code"]) == (415, "unsupported_media_type")


def test_parents_that_cannot_be(tree: Tree, mallory: Person, new_app: Any):
    theirs = Tree(mallory, new_app(mallory)).folder("theirs")
    for parent_id in ("0190d5a0-0000-7000-8000-000000000000", theirs, tree.app_id):
        reply = tree.batch(file("a"), parent_id=parent_id)
        assert (reply.status_code, reply.json["code"]) == (404, "app_asset_parent_not_found")
    reply = tree.batch(file("a"), parent_id="nonsense")
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_invalid_batch")
    reply = tree.batch(file("a"), parent_id=tree.made(file("f"))["f"]["id"])
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_not_a_folder")
    assert tree.paths() == ["/f"]


def test_strangers_and_readers(tree: Tree, bob: Person, mallory: Person):
    for body in ({"children": [file("a")]}, {"nonsense": 1}):
        reply = mallory.post(f"{tree.base}/batch-upload", json=body)
        assert (reply.status_code, reply.json["code"]) == (404, "app_not_found")
        assert bob.post(f"{tree.base}/batch-upload", json=body).status_code == 403
    assert bob.get(f"{tree.base}/tree").status_code == 200


def test_its_queries_do_not_grow_with_the_batch(tree: Tree, queries: list[str]):
    counts = []
    for n in (2, 300):
        queries.clear()
        tree.made(folder(f"d{n}", *(folder(f"f{i}", file("x", 1, sha256=digest(b"%d" % i))) for i in range(n))))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_counts_and_revision_follow(tree: Tree):
    before = tree.read()["revision"]
    tree.made(folder("d", file("a", 3), file("b", 4)))
    assert tree.read()["revision"] == before + 1
    assert tree.batch(file("a/b")).status_code == 400
    assert tree.read()["revision"] == before + 1
