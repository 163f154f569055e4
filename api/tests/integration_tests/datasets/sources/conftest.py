import struct
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.datasets.conftest import Shelf

Files = dict[str, str]


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def listed(files: Files) -> list[dict[str, Any]]:
    return [{"path": path, "size": len(text.encode()), "sha256": digest(text)} for path, text in files.items()]


class Pushes:
    """Folders that are pushed into a knowledge base by a key. `sent`: how many bytes that took."""

    def __init__(self, shelf: Shelf):
        self.shelf, self.person, self.path, self.sent = shelf, shelf.alice, shelf.path, 0

    def call(self, files: Files, **more: Any):
        return self.shelf.key.post(f"{self.path}/sync", json={"files": listed(files), **more})

    def send(self, upload: dict[str, Any], files: Files):
        by_hash = {digest(text): text.encode() for text in files.values()}
        wanted = [by_hash[each] for each in upload["missing"]]
        body = b"".join(struct.pack(">IQ", index, len(data)) + data for index, data in enumerate(wanted))
        self.sent += len(body)
        return self.person.client.put(upload["pack_url"], data=body)

    def push(self, files: Files, **more: Any) -> Any:
        """Call, send, call again."""
        reply = self.call(files, **more)
        if reply.status_code == 409 and reply.json["code"] == "sync_bytes_missing":
            sent = self.send(reply.json["upload"], files)
            assert sent.json == {"ready": len(reply.json["upload"]["missing"]), "failed": []}
            reply = self.call(files, **more)
        assert reply.status_code == 200, reply.json
        self.shelf.run_tasks()
        return reply.json

    def counts(self, reply: Any) -> dict[str, int]:
        names = ("added", "changed", "moved", "removed", "kept", "unchanged", "skipped")
        return {name: reply[name] for name in names if reply[name]}

    def tree(self, folder: str = "") -> dict[str, Any]:
        """{path: document}."""
        found = self.person.get(f"{self.path}/tree/documents", query_string={"folder": folder}).json["data"]
        return {"/".join(filter(None, (each["folder"], each["name"]))): each for each in found}


@pytest.fixture
def pushes(shelf: Shelf) -> Pushes:
    return Pushes(shelf)


@pytest.fixture
def source_of(alice: Person, shelf: Shelf) -> Callable[..., Any]:
    """Adds a source to the knowledge base; returns it."""

    def add(**values: Any) -> Any:
        reply = alice.post(f"{shelf.path}/sources", json=values)
        assert reply.status_code == 201, reply.json
        return reply.json["source"]

    return add
