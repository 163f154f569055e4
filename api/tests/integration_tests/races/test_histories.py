"""Random histories of eight clients on one tree: every answer is explained by one order of all changes.

The tree's lock puts the changes in an order, and X-Tree-Revision tells which. Replayed in it on the model, every
change succeeds and the final trees are equal; whatever was refused, or changed nothing, is what the model answers too
at some moment while the request was under way.
"""

import hashlib
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from random import Random
from threading import Lock
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from tests.integration_tests.assets.draft.model import Model, Node, Refused, walk
from tests.integration_tests.races.test_trees import Send, Tree, flat, folder, statuses
from tests.processes import Api, Caller
from treeline.assets.draft.batch import Limits
from treeline.files.service import EMPTY_SHA256

CLIENTS, OPERATIONS = 8, 200
NAMES = ["a", "b", "c", "d.md", "e.md", "é"]
# Told apart by their sizes: whoever finds a URL knows what to send there.
CONTENTS = [b"", b"one", b"three", b"a longer text " * 5000]
HASHES = {content: hashlib.sha256(content).hexdigest() for content in CONTENTS}
BY_SIZE = {len(content): content for content in CONTENTS}

Answer = dict[str, Any]
Verb = Callable[[Model, Answer], bool]


@dataclass(eq=False)
class Operation:
    """What a client asked and was answered, and when; `verb` is the same on the model. `revision`: of a change."""

    method: str
    path: str
    sent: Any
    verb: Verb
    began: float
    ended: float
    status: int
    answer: Answer
    revision: int | None

    @property
    def outcome(self) -> str:
        """As `tried` says it: "changed", "nothing new", or the code of a refusal."""
        if self.status >= 400:
            return self.answer["code"]
        return "nothing new" if self.revision is None else "changed"

    def tried(self, model: Model) -> str:
        try:
            return "changed" if self.verb(model.twin(), self.answer) else "nothing new"
        except Refused as refused:
            return str(refused)


class Seen:
    """What the clients of one tree know of it: nodes by id, and URLs that await bytes (or did)."""

    def __init__(self) -> None:
        self.lock, self.kinds = Lock(), dict[str, str]()
        self.uploads: list[tuple[str, str, bytes]] = []

    def learn(self, answer: Answer) -> None:
        found = [*flat(answer.get("children", [])), *answer.get("nodes", [])]
        if "node" in answer:
            found.append(answer["node"] | {"upload_url": answer["upload_url"]})
        if "node_type" in answer:
            found.append(answer)
        with self.lock:
            for node in found:
                self.kinds[node["id"]] = node["node_type"]
                if url := node.get("upload_url"):
                    self.uploads.append((node["id"], url, BY_SIZE[node["size"]]))

    def keep(self, ids: set[str]) -> None:
        with self.lock:
            self.kinds = {node_id: kind for node_id, kind in self.kinds.items() if node_id in ids}

    def ids(self, kind: str = "") -> list[str]:
        with self.lock:
            return [node_id for node_id, each in self.kinds.items() if each.startswith(kind)]


class Client:
    def __init__(self, caller: Caller, base: str, seen: Seen, draw: Random):
        self.caller, self.base, self.seen, self.draw = caller, base, seen, draw
        self.operations: list[Operation] = []

    def run(self, count: int) -> None:
        kinds: list[Callable[[], None]] = [self.batch, self.folder, self.file, self.rename, self.move, self.move_many]
        kinds += [self.copy, self.delete, self.reorder, self.put, self.write]
        for number in range(count):
            self.draw.choices(kinds, [5, 2, 2, 3, 4, 3, 2, 2, 2, 4, 3])[0]()
            if number % 3 == 2:
                self.look()

    def look(self) -> None:
        """Forget what is gone. Ids that no reply has named stay unknown: the model cannot tell whose they are."""
        reply = self.caller.call("GET", f"{self.base}/tree?format=flat")
        assert reply.status_code == 200
        self.seen.keep({node["id"] for node in reply.json()["nodes"]})

    def send(self, method: str, path: str, verb: Verb, body: Any = None, data: bytes | None = None) -> None:
        url = path if path.startswith("http") else self.base + path
        began = time.monotonic()
        reply = self.caller.call(method, url, json=body, data=data)
        ended = time.monotonic()
        assert reply.status_code < 500, reply.text
        answer = reply.json() if reply.content else {}
        revision = reply.headers.get("X-Tree-Revision")
        number = None if revision is None else int(revision)
        self.operations.append(Operation(method, path, body, verb, began, ended, reply.status_code, answer, number))
        if reply.ok:
            self.seen.learn(answer)

    # What is drawn

    def some(self, kind: str = "") -> str:
        return self.draw.choice(self.seen.ids(kind) or self.seen.ids() or [str(UUID(int=7))])

    def several(self) -> list[str]:
        return [self.some() for _ in range(self.draw.randint(1, 3))]

    def parent(self) -> str | None:
        folder = self.draw.choice(self.seen.ids("folder") or [None])
        return self.draw.choices([None, folder, self.some()], [4, 7, 1])[0]

    def names(self, count: int) -> list[str]:
        return [self.spelt(name) for name in self.draw.sample(NAMES, count)]

    def spelt(self, name: str) -> str:
        return self.draw.choice([name, name, name.upper(), unicodedata.normalize("NFD", name)])

    def content(self) -> tuple[bytes, str | None]:
        """Bytes, and their SHA-256 if it is to be declared."""
        content = self.draw.choice(CONTENTS)
        return content, self.draw.choice([HASHES[content], None])

    def node(self, name: str, level: int = 1) -> dict[str, Any]:
        if level <= 2 and self.draw.random() < 0.6:
            children = [self.node(inner, level + 1) for inner in self.names(self.draw.randint(0, 3))]
            return {"name": name, "node_type": "folder", "children": children}
        content, sha256 = self.content()
        return {"name": name, "node_type": "file", "size": len(content), "sha256": sha256}

    # The verbs

    def batch(self, count: int | None = None) -> None:
        names = self.names(count or self.draw.randint(1, 3))
        parent_id, mode = self.parent(), self.draw.choice(["error", "merge"])
        body = {"children": [self.node(name) for name in names], "parent_id": parent_id, "on_conflict": mode}

        def verb(model: Model, answer: Answer) -> bool:
            nodes = [node_of(each) for each in answer.get("children", body["children"])]
            return (model.merge if mode == "merge" else model.add)(uuid(parent_id), nodes)

        self.send("POST", "/batch-upload", verb, body)

    def folder(self) -> None:
        (name,), parent_id = self.names(1), self.parent()

        def verb(model: Model, answer: Answer) -> bool:
            return model.add(uuid(parent_id), [Node(name, "folder", uuid(answer.get("id")))])

        self.send("POST", "/folders", verb, {"name": name, "parent_id": parent_id})

    def file(self) -> None:
        (name,), parent_id, (content, sha256) = self.names(1), self.parent(), self.content()
        body = {"name": name, "size": len(content), "sha256": sha256, "parent_id": parent_id}

        def verb(model: Model, answer: Answer) -> bool:
            made = {**body, "node_type": "file", "id": answer.get("node", {}).get("id")}
            return model.add(uuid(parent_id), [node_of(made | {"upload_url": answer.get("upload_url")})])

        self.send("POST", "/files/upload", verb, body)

    def rename(self) -> None:
        node_id, (name,) = self.some(), self.names(1)
        self.send("POST", f"/nodes/{node_id}/rename", lambda m, _: m.rename(UUID(node_id), name), {"name": name})

    def move(self) -> None:
        node_id, parent_id = self.some(), self.parent()
        body = {"parent_id": parent_id}
        self.send("POST", f"/nodes/{node_id}/move", lambda m, _: m.move(UUID(node_id), uuid(parent_id)), body)

    def move_many(self) -> None:
        ids, parent_id, after_id = self.several(), self.parent(), self.draw.choice([None, self.some()])
        uuids, body = [UUID(each) for each in ids], {"ids": ids, "parent_id": parent_id}
        if self.draw.random() < 0.7:
            self.send("POST", "/nodes/move", lambda m, _: m.move_many(uuids, uuid(parent_id)), body)
            return
        self.send(
            "POST",
            "/nodes/move",
            lambda m, _: m.move_many_behind(uuids, uuid(parent_id), uuid(after_id)),
            {**body, "after_node_id": after_id},
        )

    def copy(self) -> None:
        ids, parent_id = self.several(), self.parent()

        def verb(model: Model, answer: Answer) -> bool:
            copies = [UUID(node["id"]) for node in answer.get("nodes", [])]
            return model.copy([UUID(each) for each in ids], uuid(parent_id), copies)

        self.send("POST", "/nodes/copy", verb, {"ids": ids, "parent_id": parent_id})

    def delete(self) -> None:
        node_id = self.some(self.draw.choice(["file", "file", "folder"]))
        self.send("DELETE", f"/nodes/{node_id}", lambda m, _: m.delete(UUID(node_id)))

    def reorder(self) -> None:
        node_id, after_id = self.some(), self.draw.choice([None, self.some()])
        body = {"after_node_id": after_id}
        self.send("POST", f"/nodes/{node_id}/reorder", lambda m, _: m.reorder(UUID(node_id), uuid(after_id)), body)

    def put(self) -> None:
        """Bytes to a URL, one of the last: perhaps taken meanwhile, or no longer good."""
        with self.seen.lock:
            latest = self.seen.uploads[-8:]
        if not latest:
            self.file()
            return
        node_id, url, content = self.draw.choice(latest)
        self.send("PUT", url, lambda m, _: m.receive(UUID(node_id), url, HASHES[content]), data=content)

    def write(self) -> None:
        node_id, content = self.some(self.draw.choice(["file", "file", ""])), self.draw.choice(CONTENTS)
        body = {"content": content.decode()}
        self.send("PUT", f"/files/{node_id}", lambda m, _: m.write(UUID(node_id), HASHES[content]), body)


def uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def node_of(node: dict[str, Any]) -> Node:
    """A node of the model, from what was sent or, better, from the reply."""
    sha256 = node.get("sha256") or (EMPTY_SHA256 if node.get("size") == 0 else None)
    made = Node(node["name"], node["node_type"], uuid(node.get("id")), upload=node.get("upload_url"))
    made.children = [node_of(child) for child in node.get("children", [])]
    made.sha256 = sha256 if made.kind == "file" else None
    return made


class History:
    """All changes in their order, and the states between them; the first is the empty tree."""

    def __init__(self, operations: list[Operation]):
        self.order: list[Operation] = []
        self.states = [Model(Limits())]
        changes = [each for each in operations if each.revision is not None]
        # A revision is the change that made it, then bytes that came without making a new one.
        changes.sort(key=lambda each: (each.revision, each.method == "PUT", each.ended))
        for number, (revision, group) in enumerate(groupby(changes, key=lambda each: each.revision), 1):
            assert revision == number, f"no client made revision {number}"
            same = list(group)
            maker = next((each for each in same if each.tried(self.states[-1]) == "changed"), same[0])
            self._append(maker, counts=True)
            for other in same:
                if other is not maker:
                    self._append(other, counts=False)

    def _append(self, change: Operation, *, counts: bool) -> None:
        model = self.states[-1].twin()
        assert change.verb(model, change.answer) == counts, change
        self.order.append(change)
        self.states.append(model)

    def explains(self, operation: Operation) -> bool:
        """Whether there was a moment, while this was under way, when the model would have answered the same."""
        before = [index for index, change in enumerate(self.order) if change.ended <= operation.began]
        behind = [index for index, change in enumerate(self.order) if change.began >= operation.ended]
        first, last = max(before, default=-1) + 1, min(behind, default=len(self.order))
        return any(operation.tried(state) == operation.outcome for state in self.states[first : last + 1])


def check_rows(api: Api, app_id: str, revision: int) -> None:
    """What must hold in the tables, whatever happened."""
    sql = """
        WITH RECURSIVE nodes AS (SELECT * FROM asset_nodes WHERE app_id = :app_id AND parent_id IS NOT NULL),
        down AS (
            SELECT CAST(:app_id AS uuid) AS id
            UNION
            SELECT n.id FROM asset_nodes n JOIN down ON n.parent_id = down.id)
        SELECT (SELECT count(*) FROM nodes) AS nodes, (SELECT count(*) - 1 FROM down) AS reached,
               (SELECT count(DISTINCT (parent_id, name_key)) FROM nodes) AS names,
               (SELECT coalesce(sum(size), 0) FROM nodes) AS size,
               (SELECT count(*) FROM nodes WHERE node_type = 'file' AND sha256 IS NULL) AS pending,
               (SELECT count(DISTINCT (parent_id, position)) FROM nodes) AS places,
               t.revision, t.node_count, t.total_size, t.pending_count
        FROM asset_trees t WHERE t.app_id = :app_id"""
    engine = create_engine(api.settings.sqlalchemy_url)
    with engine.connect() as connection:
        row = connection.execute(text(sql), {"app_id": app_id}).one()
    engine.dispose()
    assert row.nodes == row.reached == row.names == row.places == row.node_count
    assert (row.size, row.pending, revision) == (row.total_size, row.pending_count, row.revision)


def check_tree(tree: Tree, model: Model) -> None:
    """The tree that the API shows is the model's, and its files hold what was sent."""
    shown = list(tree.nodes().items())
    expected = list(walk(model.root))
    assert [(path, node["node_type"], node["sha256"]) for path, node in shown] == [
        (path, node.kind, node.sha256) for path, node in expected
    ]
    for (_, given), (_, node) in zip(shown, expected, strict=True):
        assert node.id in (None, UUID(given["id"]))
        if node.sha256 is not None:
            reply = tree.caller.call("GET", f"{tree.base}/files/{given['id']}/raw")
            assert reply.status_code == 200
            assert HASHES[reply.content] == given["sha256"]
            assert len(reply.content) == given["size"]


def clients(api: Api, tree: Tree, seed: int) -> Iterator[Client]:
    seen = Seen()
    for number in range(CLIENTS):
        yield Client(Caller(api.base).log_in(), tree.base, seen, Random(1000 * seed + number))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_answer_is_explained_by_one_order_of_the_changes(api: Api, caller: Caller, seed: int):
    tree = Tree(caller)
    all_clients = list(clients(api, tree, seed))
    all_clients[0].batch(len(NAMES))
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda client: client.run(OPERATIONS // CLIENTS), all_clients))
    operations = [each for client in all_clients for each in client.operations]
    history = History(operations)
    others = [each for each in operations if each.revision is None]
    for each in others:
        assert history.explains(each), each
    check_rows(api, tree.base.split("/")[2], history.order[-1].revision or 0)
    check_tree(tree, history.states[-1])
    # Enough of both, or this says little.
    assert len(history.order) > OPERATIONS / 3
    assert len(Counter(each.outcome for each in others)) >= 3


def test_a_real_server_sends_files_of_any_name(caller: Caller):
    tree = Tree(caller)
    for name in ("e\u0301.md", "日本.md", 'a"b.md'):
        body = {"name": name, "size": 0}
        node = caller.call("POST", f"{tree.base}/files/upload", json=body).json()["node"]
        assert caller.call("GET", f"{tree.base}/files/{node['id']}/raw").status_code == 200, name


@pytest.mark.faults
def test_crossing_moves_two_hundred_times(caller: Caller, at_once: Send):
    for _ in range(200):
        tree = Tree(caller)
        ids = tree.batch(folder("a", folder("x")), folder("b", folder("y")))
        replies = at_once(
            ("POST", f"{tree.base}/nodes/{ids['a']}/move", {"parent_id": ids["y"]}),
            ("POST", f"{tree.base}/nodes/{ids['b']}/move", {"parent_id": ids["x"]}),
        )
        assert statuses(replies) == [200, 409]
        assert len(tree.nodes()) == 4


@pytest.mark.faults
def test_batches_in_opposite_order_two_hundred_times(caller: Caller, at_once: Send):
    names = [f"n{i:03}" for i in range(300)]
    for _ in range(200):
        tree = Tree(caller)
        bodies = [{"children": [folder(name) for name in order]} for order in (names, names[::-1])]
        replies = at_once(*(("POST", f"{tree.base}/batch-upload", body) for body in bodies))
        assert statuses(replies) == [201, 409]
        assert set(tree.nodes()) == {f"/{name}" for name in names}
