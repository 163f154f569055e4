from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest

from tests.conftest import Person


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

    def paths(self) -> list[str]:
        """Every path, depth first, in the folders' order."""
        return [node["path"] for node in flat(self.read()["children"])]


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
