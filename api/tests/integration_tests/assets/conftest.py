import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest

from tests.conftest import Person, Program, program

# A name that COPY, JSON and line breaks might treat badly.
ODD = "e\u0301 \u2028.md"

SKILL = "---\nname: pdf\n---\nFill in forms, read Äpfel.\n"
BINARY = bytes(range(256))


def file(name: str, data: bytes | int = b"", **more: Any) -> dict[str, Any]:
    """A file of a batch, with its bytes or just its size."""
    return {"name": name, "node_type": "file", "size": data if isinstance(data, int) else len(data), **more}


def folder(name: str, *children: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "node_type": "folder", "children": list(children)}


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def flat(children: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in children:
        yield node
        yield from flat(node["children"])


class Meanwhile(BytesIO):
    """A body; when its first bytes are wanted, something else happens before."""

    def __init__(self, data: bytes, act: Callable[[], object]):
        super().__init__(data)
        self.act = act

    def readinto(self, buffer: Any, /) -> int:
        if self.tell() == 0:
            self.act()
        return super().readinto(buffer)


class Tree:
    """An app's assets in one person's hands."""

    def __init__(self, person: Person, app_id: str):
        self.person, self.app_id, self.base = person, app_id, f"/apps/{app_id}/assets"

    def batch(self, *children: dict[str, Any], parent_id: str | None = None, **more: Any):
        return self.person.post(
            f"{self.base}/batch-upload", json={"children": list(children), "parent_id": parent_id, **more}
        )

    def made(self, *children: dict[str, Any], parent_id: str | None = None) -> dict[str, dict[str, Any]]:
        """The nodes of a batch that must succeed, by name."""
        reply = self.batch(*children, parent_id=parent_id)
        assert reply.status_code == 201, reply.json
        return {node["name"]: node for node in flat(reply.json["children"])}

    def folder(self, name: str, parent_id: str | None = None) -> str:
        reply = self.person.post(f"{self.base}/folders", json={"name": name, "parent_id": parent_id})
        assert reply.status_code == 201, reply.json
        return reply.json["id"]

    def ready_file(self, name: str, data: bytes, parent_id: str | None = None) -> str:
        """A file whose bytes have arrived."""
        node = self.made(file(name, data), parent_id=parent_id)[name]
        if data:
            assert self.send(node, data).status_code == 204
        return node["id"]

    def send(self, node: dict[str, Any], data: bytes):
        return self.person.client.put(node["upload_url"], data=data)

    def send_slowly(self, node: dict[str, Any], data: bytes, meanwhile: Callable[[], object]):
        body = Meanwhile(data, meanwhile)
        return self.person.client.put(node["upload_url"], input_stream=body, content_length=len(data))

    def get(self, path: str, **options: Any):
        return self.person.get(f"{self.base}{path}", **options)

    def post(self, path: str, **options: Any):
        return self.person.post(f"{self.base}{path}", **options)

    def put(self, path: str, **options: Any):
        return self.person.put(f"{self.base}{path}", **options)

    def delete(self, path: str):
        return self.person.delete(f"{self.base}{path}")

    def read(self) -> dict[str, Any]:
        reply = self.get("/tree")
        assert reply.status_code == 200
        return reply.get_json()

    def nodes(self, version: object = None) -> list[dict[str, Any]]:
        """Every node of the draft, or of a version, depth first."""
        reply = self.get("/tree?format=flat" if version is None else f"/versions/{version}/tree?format=flat")
        assert reply.status_code == 200, reply.json
        return reply.get_json()["nodes"]

    def publish(self, note: str = "", **headers: str) -> dict[str, Any]:
        """A version that must be made. Headers are given with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        reply = self.post("/versions", json={"note": note}, headers=named)
        assert reply.status_code == 201, reply.json
        return reply.get_json()

    def paths(self) -> list[str]:
        """Every path, depth first, in the folders' order."""
        return [node["path"] for node in flat(self.read()["children"])]


def publish(tree: Tree) -> int:
    """Publish the draft and make it the active version."""
    reply = tree.post("/versions", json={})
    assert reply.status_code == 201, reply.json
    assert tree.post(f"/versions/{reply.json['number']}/activate").status_code == 200
    return reply.json["number"]


class Agent:
    """A program that speaks MCP of the first generation, without the library."""

    def __init__(self, holder: Program):
        self.holder = holder

    def send(self, body: Any, **headers: str):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.holder.post("/mcp", data=data, content_type="application/json", headers=named)

    def ask(self, method: str, **params: Any):
        reply = self.send({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        assert reply.json["id"] == 1
        return reply

    def result(self, method: str, **params: Any) -> dict[str, Any]:
        reply = self.ask(method, **params)
        assert reply.status_code == 200
        assert set(reply.json or {}) == {"jsonrpc", "id", "result"}, reply.json
        return reply.json["result"]

    def error(self, method: str, **params: Any) -> dict[str, Any]:
        reply = self.ask(method, **params)
        assert reply.status_code == 200
        return reply.json["error"]

    def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        return self.result("tools/call", name=name, arguments=arguments)

    def ok(self, name: str, **arguments: Any) -> dict[str, Any]:
        result = self.call(name, **arguments)
        assert "isError" not in result, result
        structured = result.get("structuredContent")
        assert structured is None or json.loads(result["content"][0]["text"]) == structured
        return structured or result

    def refused(self, name: str, **arguments: Any) -> str:
        result = self.call(name, **arguments)
        assert result["isError"] is True
        return result["content"][0]["text"]


@pytest.fixture
def new_app() -> Callable[[Person], str]:
    def make(person: Person) -> str:
        reply = person.post("/apps", json={"name": "An app", "mode": "workflow"})
        assert reply.status_code == 201, reply.json
        return reply.json["id"]

    return make


@pytest.fixture
def tree(alice: Person, new_app: Callable[[Person], str]) -> Tree:
    return Tree(alice, new_app(alice))


@pytest.fixture
def ids(tree: Tree) -> dict[str, str]:
    """A bit of everything in `tree`: {name: id}."""
    made = tree.made(folder("skills", folder("pdf", folder("empty"))), folder("data"))
    ids = {name: node["id"] for name, node in made.items()}
    for name, data, parent in (("SKILL.md", b"# pdf", "pdf"), ("a.txt", b"a", "data"), ("b.txt", b"", "data")):
        ids[name] = tree.ready_file(name, data, ids[parent])
    ids[ODD] = tree.ready_file(ODD, b"odd name")
    return ids


@pytest.fixture
def agent(alice: Person, tree: Tree) -> Agent:
    """With a key of the app whose tree it is; nothing is published yet."""
    return Agent(program(alice, tree.app_id))


@pytest.fixture
def published(agent: Agent, tree: Tree) -> Agent:
    """With an active version."""
    made = tree.made(folder("skills", folder("pdf")), folder("data"), file("empty.txt"))
    tree.ready_file("SKILL.md", SKILL.encode(), made["pdf"]["id"])
    tree.ready_file("notes Ä.txt", b"plain\r\nSecond LINE\n", made["data"]["id"])
    tree.ready_file("picture.png", BINARY, made["data"]["id"])
    publish(tree)
    return agent
