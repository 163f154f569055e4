"""How long versions take: publish, compare, restore, activate, beside what PostgreSQL charges to copy the same rows.

The bare copy is the one INSERT … SELECT of a publication, committed, into the same table with its constraints on.
Everything over HTTP but that, in one run, taking turns.
"""

import time
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from benchmarks.parts import stack as stacks
from benchmarks.parts.options import read_options
from benchmarks.parts.report import finish
from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, medians, ms, number
from benchmarks.parts.trees import Tree, count, mixed

_COPY = text("""
    INSERT INTO asset_version_nodes
        (version_id, node_id, parent_id, name, name_key, node_type, position, size, sha256)
    SELECT :version_id, id, parent_id, name, name_key, node_type, position, size, sha256
    FROM asset_nodes WHERE app_id = :app_id AND parent_id IS NOT NULL""")
_CLEAR = text("DELETE FROM asset_version_nodes WHERE version_id = :version_id")
# Their bytes are of no interest here: without them nothing could be published.
_READY = text("""
    UPDATE asset_nodes SET upload_id = NULL, upload_at = NULL, upload_size = NULL,
        sha256 = encode(sha256(convert_to(id::text, 'UTF8')), 'hex')
    WHERE app_id = :app_id AND node_type = 'file' AND sha256 IS NULL""")
_NONE_PENDING = text("UPDATE asset_trees SET pending_count = 0 WHERE app_id = :app_id")


class Published:
    """An app whose files are all ready, with two versions: between them three folders have been renamed."""

    def __init__(self, stack: Stack, tree: Tree):
        self.stack, self.nodes, self.app_id = stack, count(tree), stack.caller.new_app()
        self.base = f"/apps/{self.app_id}/assets"
        made = stack.filled(self.app_id, tree)["children"]
        with stack.engine.begin() as connection:
            connection.execute(_READY, {"app_id": self.app_id})
            connection.execute(_NONE_PENDING, {"app_id": self.app_id})
        self.first = self.version()
        inner = [node for node in made[0]["children"] if node["node_type"] == "folder"]
        for folder in inner[:3]:
            self.call("POST", f"/nodes/{folder['id']}/rename", {"name": f"renamed {folder['name']}"})
        self.second = self.version()

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        reply = self.stack.caller.call(method, f"{self.base}{path}", json=body)
        assert reply.status_code in (200, 201, 204), reply.text[:300]
        return reply

    def version(self) -> int:
        return self.call("POST", "/versions", {}).json()["number"]

    def publish(self) -> float:
        began = time.perf_counter()
        made = self.version()
        took = time.perf_counter() - began
        self.call("DELETE", f"/versions/{made}")
        return took

    def copy(self) -> float:
        ids = {"version_id": uuid4(), "app_id": self.app_id}
        began = time.perf_counter()
        with self.stack.engine.begin() as connection:
            connection.execute(_COPY, ids)
        took = time.perf_counter() - began
        with self.stack.engine.begin() as connection:
            connection.execute(_CLEAR, ids)
        return took

    def diff(self) -> float:
        return self._seconds("GET", f"/versions/{self.second}/diff?against={self.first}")

    def restore(self) -> float:
        """To the other of two versions."""
        self.first, self.second = self.second, self.first
        return self._seconds("POST", f"/versions/{self.second}/restore", {})

    def activate(self) -> float:
        return self._seconds("POST", f"/versions/{self.second}/activate", {})

    def read(self) -> float:
        return self._seconds("GET", f"/versions/{self.first}/tree")

    def _seconds(self, method: str, path: str, body: dict[str, Any] | None = None) -> float:
        began = time.perf_counter()
        self.call(method, path, body)
        return time.perf_counter() - began


def rows_of(published: Published, rounds: int, goal: float | None) -> list[Row]:
    ways = (published.copy, published.publish, published.diff, published.restore, published.activate, published.read)
    copy, publish, diff, restore, activate, read = medians(rounds, *ways)
    shown = f"bare copy {ms(copy)}, request {ms(publish)}"
    return [
        Row(f"publish {published.nodes:,} nodes", shown, publish / copy, "x the bare copy", goal),
        Row("  compare two versions", ms(diff), diff / copy, "x the bare copy"),
        Row("  restore the other of them", ms(restore), restore / copy, "x the bare copy"),
        Row("  activate", ms(activate), activate / copy, "x the bare copy"),
        Row("  read the tree of a version", ms(read), read / copy, "x the bare copy"),
        Row("  publish, time a node", "", publish / published.nodes * 1e6, "µs"),
    ]


def main() -> None:
    options = read_options(__doc__)
    scale = 100 if options.quick else 1
    with stacks.running() as stack:
        rows: list[Row] = []
        for nodes, goal in ((10_000 // scale, None), (100_000 // scale, 1.5)):
            rows += rows_of(Published(stack, mixed(nodes)), options.rounds, goal)
    few, many = (row.value for row in rows if row.unit == "µs")
    rows.append(Row("  the same, against 10 times fewer", f"{number(few)} and {number(many)} µs", many / few, "x", 1.3))
    finish("versions", rows, options)


if __name__ == "__main__":
    main()
