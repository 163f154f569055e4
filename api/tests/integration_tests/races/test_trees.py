"""Changes of one tree at the same moment: no cycle, no orphan, no half, no deadlock, no 5xx."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from sqlalchemy import create_engine, text

from tests.processes import Api, Caller

Send = Callable[..., list[requests.Response]]
ROUNDS = 25


def flat(children: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in children:
        yield node
        yield from flat(node["children"])


def folder(name: str, *children: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "node_type": "folder", "children": list(children)}


class Tree:
    def __init__(self, caller: Caller):
        self.caller, self.base = caller, f"/apps/{caller.new_app()}/assets"

    def batch(self, *children: dict[str, Any], parent_id: str | None = None) -> dict[str, str]:
        body = {"children": list(children), "parent_id": parent_id}
        reply = self.caller.call("POST", f"{self.base}/batch-upload", json=body)
        assert reply.status_code == 201, reply.text
        return {node["name"]: node["id"] for node in flat(reply.json()["children"])}

    def nodes(self) -> dict[str, dict[str, Any]]:
        """Every node by its path; a cycle or an orphan would be missing here."""
        reply = self.caller.call("GET", f"{self.base}/tree")
        assert reply.status_code == 200
        return {node["path"]: node for node in flat(reply.json()["children"])}


def statuses(replies: list[requests.Response]) -> list[int]:
    return sorted(reply.status_code for reply in replies)


def test_crossing_moves_make_no_cycle(caller: Caller, at_once: Send):
    tree = Tree(caller)
    for number in range(ROUNDS):
        ids = tree.batch(folder(f"a{number}", folder(f"x{number}")), folder(f"b{number}", folder(f"y{number}")))
        a, b, x, y = (ids[f"{name}{number}"] for name in "abxy")
        replies = at_once(
            ("POST", f"{tree.base}/nodes/{a}/move", {"parent_id": y}),
            ("POST", f"{tree.base}/nodes/{b}/move", {"parent_id": x}),
        )
        assert statuses(replies) == [200, 409]
        assert len(tree.nodes()) == 4 * (number + 1)


def test_overlapping_batches_in_opposite_order(caller: Caller, at_once: Send):
    names = [f"n{i:03}" for i in range(300)]
    for _ in range(10):
        tree = Tree(caller)
        bodies = [{"children": [folder(name) for name in order]} for order in (names, names[::-1])]
        replies = at_once(*(("POST", f"{tree.base}/batch-upload", body) for body in bodies))
        assert statuses(replies) == [201, 409]
        assert len(tree.nodes()) == len(names)
        refused = next(reply for reply in replies if reply.status_code == 409)
        assert len(refused.json()["details"]) == len(names)


def test_eight_batches_into_one_folder(caller: Caller, at_once: Send):
    tree = Tree(caller)
    parent = tree.batch(folder("parent"))["parent"]
    for number in range(5):
        replies = at_once(
            *(
                (
                    "POST",
                    f"{tree.base}/batch-upload",
                    {"parent_id": parent, "children": [folder(f"{number}-{i}", folder("in"))]},
                )
                for i in range(8)
            )
        )
        assert statuses(replies) == [201] * 8
    nodes = tree.nodes()
    assert len(nodes) == 1 + 5 * 8 * 2
    orders = [node["order"] for path, node in nodes.items() if path.count("/") == 2]
    assert sorted(orders) == list(range(40))


def test_a_batch_into_a_folder_that_is_being_deleted(caller: Caller, at_once: Send):
    for _ in range(ROUNDS):
        tree = Tree(caller)
        parent = tree.batch(folder("parent", folder("old")))["parent"]
        body = {"parent_id": parent, "children": [folder(f"n{i}") for i in range(50)]}
        replies = at_once(("POST", f"{tree.base}/batch-upload", body), ("DELETE", f"{tree.base}/nodes/{parent}", None))
        assert replies[1].status_code == 200
        assert replies[0].status_code in (201, 404)
        assert tree.nodes() == {}


def test_a_batch_into_an_app_that_is_being_deleted(caller: Caller, at_once: Send):
    for _ in range(ROUNDS):
        tree = Tree(caller)
        body = {"children": [folder(f"n{i}") for i in range(50)]}
        replies = at_once(
            ("POST", f"{tree.base}/batch-upload", body), ("DELETE", tree.base.removesuffix("/assets"), None)
        )
        assert replies[1].status_code == 204
        assert replies[0].status_code in (201, 404)
        assert caller.call("GET", f"{tree.base}/tree").status_code == 404


def test_one_name_for_many(caller: Caller, at_once: Send):
    tree = Tree(caller)
    ids = tree.batch(*(folder(f"f{i}") for i in range(8)))
    replies = at_once(*(("POST", f"{tree.base}/nodes/{node}/rename", {"name": "Same"}) for node in ids.values()))
    assert statuses(replies) == [200] + [409] * 7
    replies = at_once(*(("POST", f"{tree.base}/folders", {"name": "new"}) for _ in range(8)))
    assert statuses(replies) == [201] + [409] * 7


def test_the_same_bytes_from_many_at_once(caller: Caller, api: Api):
    tree = Tree(caller)
    reply = caller.call(
        "POST",
        f"{tree.base}/batch-upload",
        json={"children": [{"name": f"f{i}", "node_type": "file", "size": 70_000} for i in range(4)]},
    )
    urls = [node["upload_url"] for node in reply.json()["children"] for _ in range(3)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda url: requests.put(url, data=b"x" * 70_000, timeout=30).status_code, urls))
    assert set(codes) == {204}
    assert all(node["status"] == "ready" for node in tree.nodes().values())
    objects = [path for path in (api.settings.treeline_data / "storage").rglob("*") if path.is_file()]
    equal = {path.name for path in objects if path.read_bytes() == b"x" * 70_000}
    engine = create_engine(api.settings.sqlalchemy_url)
    with engine.connect() as connection:
        # Those whose place was taken go in a day.
        trashed = {str(key) for key in connection.scalars(text("SELECT storage_key FROM storage_trash"))}
    engine.dispose()
    assert len(equal - trashed) == 1
