"""Publishing and restoring while others change the draft: every version is a tree that stood at one moment."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import count
from random import Random
from typing import Any

import requests

from tests.processes import Api, Caller
from treeline.assets.versions.tree_hash import tree_hash

STEPS = 40


def flat_tree(caller: Caller, base: str, version: object = None) -> list[dict[str, Any]]:
    path = f"{base}/tree" if version is None else f"{base}/versions/{version}/tree"
    reply = caller.call("GET", f"{path}?format=flat")
    assert reply.status_code == 200, reply.text
    return reply.json()["nodes"]


def checked_hash(nodes: list[dict[str, Any]]) -> str:
    """The hash of a tree without orphans, two of one name, or files without content."""
    assert len({node["path"].lower() for node in nodes}) == len(nodes)
    assert all(node["status"] == "ready" for node in nodes)
    files = {node["path"][1:]: node["sha256"] for node in nodes if node["node_type"] == "file"}
    return tree_hash(files, [node["path"][1:] for node in nodes if node["node_type"] == "folder"])


class Editor:
    """Pairs of folders and files that only ever change together, so that half a change would show."""

    def __init__(self, api: Api, base: str, seed: int):
        self.caller, self.base, self.random = Caller(api.base).log_in(), base, Random(seed)
        self.names = (f"{seed}-{number}" for number in count())
        self.statuses: list[int] = []

    def step(self) -> None:
        nodes = self.caller.call("GET", f"{self.base}/children?limit=100").json()["data"]
        chosen = [node["id"] for node in nodes if self.random.random() < 0.3]
        action = self.random.choice(["add", "add", "upload", "delete", "move", "rename"])
        if action in ("add", "upload"):
            size = 0 if action == "add" else 7
            name = next(self.names)
            pair = [{"name": f"{name}{side}", "node_type": "file", "size": size} for side in "lr"]
            reply = self.call(
                "POST", "/batch-upload", {"children": [{"name": name, "node_type": "folder", "children": pair}]}
            )
            for node in reply.json()["children"][0]["children"] if size else ():
                self.statuses.append(
                    requests.put(node["upload_url"], data=node["id"][-7:].encode(), timeout=30).status_code
                )
        elif chosen and action == "delete":
            self.call("POST", "/nodes/delete", {"ids": chosen[:2]})
        elif len(chosen) > 1 and action == "move":
            self.call("POST", "/nodes/move", {"ids": chosen[1:], "parent_id": chosen[0]})
        elif chosen:
            self.call("POST", f"/nodes/{chosen[0]}/rename", {"name": next(self.names)})

    def call(self, method: str, path: str, body: object = None) -> requests.Response:
        reply = self.caller.call(method, f"{self.base}{path}", json=body)
        self.statuses.append(reply.status_code)
        return reply


def test_versions_of_a_tree_that_is_being_changed(api: Api, caller: Caller):
    base = f"/apps/{caller.new_app()}/assets"
    editors = [Editor(api, base, seed) for seed in range(3)]
    publisher = Editor(api, base, 99)
    published: dict[int, str] = {}

    def edit(editor: Editor) -> None:
        for _ in range(STEPS):
            editor.step()

    def publish_and_restore() -> None:
        for number in range(STEPS):
            reply = publisher.call("POST", "/versions", {})
            if reply.status_code == 201:
                published[reply.json()["number"]] = reply.json()["tree_hash"]
            if published and number % 5 == 4:
                publisher.call("POST", f"/versions/{publisher.random.choice(list(published))}/restore")

    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(edit, editor) for editor in editors] + [pool.submit(publish_and_restore)]
        for future in done:
            future.result()
    assert len(published) > 3
    assert max(status for each in [*editors, publisher] for status in each.statuses) < 500
    for number, expected in published.items():
        nodes = flat_tree(caller, base, number)
        assert checked_hash(nodes) == expected
        version = caller.call("GET", f"{base}/versions/{number}").json()
        assert (version["node_count"], version["total_size"]) == (len(nodes), sum(node["size"] for node in nodes))
        for node in nodes[:5]:
            if node["node_type"] == "file":
                raw = caller.call("GET", f"{base}/versions/{number}/files/{node['id']}/raw")
                assert sha256(raw.content).hexdigest() == node["sha256"]
    # What has been restored at last is a tree like any other.
    last = next(iter(published))
    assert caller.call("POST", f"{base}/versions/{last}/restore").status_code == 200
    assert checked_hash(flat_tree(caller, base)) == published[last]


def test_one_is_activated_or_deleted(api: Api, caller: Caller, at_once: Any):
    base = f"/apps/{caller.new_app()}/assets"
    for number in range(1, 16):
        assert caller.call("POST", f"{base}/versions", json={}).json()["number"] == number
        activated, deleted, restored = at_once(
            ("POST", f"{base}/versions/{number}/activate", None),
            ("DELETE", f"{base}/versions/{number}", None),
            ("POST", f"{base}/versions/{number}/restore", None),
        )
        assert (activated.status_code, deleted.status_code) in ((200, 409), (404, 200))
        assert restored.status_code in (200, 404)
        there = caller.call("GET", f"{base}/versions/{number}")
        assert there.status_code == (200 if deleted.status_code == 409 else 404)


def test_numbers_are_given_once(caller: Caller, at_once: Any):
    base = f"/apps/{caller.new_app()}/assets"
    replies = at_once(*(("POST", f"{base}/versions", {"note": str(index)}) for index in range(8)))
    assert sorted(reply.json()["number"] for reply in replies) == list(range(1, 9))
