"""A folder pushed by hand, as any client may: sync, packs of what is missing, sync."""

import struct
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import requests

from tests.processes import Caller
from treeline.assets.versions.tree_hash import tree_hash

Files = dict[str, bytes]
PACK_FILES = 500


def hash_of(files: Files) -> str:
    return tree_hash({path: sha256(data).hexdigest() for path, data in files.items()})


def packed(contents: list[bytes], first: int = 0) -> bytes:
    """A pack of these, the first of which has the index `first`."""
    return b"".join(struct.pack(">IQ", index, len(data)) + data for index, data in enumerate(contents, first))


class Pusher:
    def __init__(self, caller: Caller, app_id: str):
        self.caller, self.base = caller, f"/apps/{app_id}/assets"

    def sync(self, files: Files, headers: dict[str, str] | None = None, **more: Any) -> requests.Response:
        listed = [{"path": path, "size": len(data), "sha256": sha256(data).hexdigest()} for path, data in files.items()]
        body = {"files": listed, "delete_extraneous": True, **more}
        return self.caller.call("POST", f"{self.base}/sync", json=body, headers=headers or {})

    def packs(self, upload: dict[str, Any], files: Files) -> Iterator[bytes]:
        by_hash = {sha256(data).hexdigest(): data for data in files.values()}
        missing = [by_hash[digest] for digest in upload["missing"]]
        for start in range(0, len(missing), PACK_FILES):
            yield packed(missing[start : start + PACK_FILES], start)

    def push(self, files: Files, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """The reply to the sync that took effect."""
        reply = self.sync(files, headers)
        if reply.status_code == 409:
            upload = reply.json()["upload"]
            for pack in self.packs(upload, files):
                sent = requests.put(upload["pack_url"], data=pack, timeout=60)
                assert (sent.status_code, sent.json()["failed"]) == (200, []), sent.text
            reply = self.sync(files, headers)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def tree(self) -> dict[str, str | None]:
        """{path: SHA-256} of all files, as one request shows them."""
        reply = self.caller.call("GET", f"{self.base}/tree?format=flat")
        assert reply.status_code == 200, reply.text
        return {node["path"][1:]: node["sha256"] for node in reply.json()["nodes"] if node["node_type"] == "file"}

    def hash(self) -> str:
        tree = self.tree()
        return tree_hash({path: digest for path, digest in tree.items() if digest is not None})
