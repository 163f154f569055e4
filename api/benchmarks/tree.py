"""What a tree costs that stands: reading all of it, small steps in it, deleting it.

Over HTTP, against what PostgreSQL needs for the same fields, against the same step in a small tree, and against a tree
kept as one JSON document. Everything in one run, taking turns. Prints medians and ratios.
"""

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import count, cycle
from typing import Any

from sqlalchemy import TextClause, text

from benchmarks.parts import stack as stacks
from benchmarks.parts.document import Document
from benchmarks.parts.options import read_options
from benchmarks.parts.report import finish
from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, medians, ms
from benchmarks.parts.trees import file, folder, mixed

LISTED = 20
STORED = ("id", "node_type", "name", "parent_id", "order", "size", "status", "sha256")

# The same fields as JSON, once each object built by a call and once each row as it is, which PostgreSQL does faster.
_OBJECTS = text("""
    SELECT json_agg(json_build_object('id', id, 'node_type', node_type, 'name', name, 'parent_id', parent_id,
        'order', position, 'size', size, 'status', CASE WHEN sha256 IS NULL THEN 'pending' ELSE 'ready' END,
        'sha256', sha256))::text
    FROM asset_nodes WHERE app_id = :app_id AND parent_id IS NOT NULL""")

_ROWS = text("""
    SELECT json_agg(n)::text
    FROM (SELECT id, node_type, name, parent_id, position AS order, size,
                 CASE WHEN sha256 IS NULL THEN 'pending' ELSE 'ready' END AS status, sha256
          FROM asset_nodes WHERE app_id = :app_id AND parent_id IS NOT NULL) n""")


class Standing:
    """An app with a mixed tree of so many nodes, and in it two folders, one of them with 20 files."""

    def __init__(self, stack: Stack, nodes: int):
        self.stack, self.nodes, self.app_id = stack, nodes, stack.caller.new_app()
        self.base = f"/apps/{self.app_id}/assets"
        files = [file(f"listed {i}.md", i + 1) for i in range(LISTED)]
        reply = stack.filled(self.app_id, [*mixed(nodes - LISTED - 2), folder("listed", files), folder("other")])
        _, self.listed, other = reply["children"]
        self.file_id = self.listed["children"][0]["id"]
        self.places = cycle([other["id"], self.listed["id"]])
        self.numbers = count()

    def call(self, method: str, path: str, **options: Any) -> bytes:
        reply = self.stack.caller.call(method, f"{self.base}{path}", **options)
        assert reply.status_code == 200, reply.text[:300]
        return reply.content

    def read(self) -> None:
        self.call("GET", "/tree")

    def aggregate(self, query: TextClause) -> None:
        with self.stack.engine.connect() as connection:
            connection.execute(query, {"app_id": self.app_id}).scalar_one()

    def rename(self) -> None:
        self.call("POST", f"/nodes/{self.file_id}/rename", json={"name": f"renamed {next(self.numbers)}.md"})

    def move(self) -> None:
        self.call("POST", f"/nodes/{self.file_id}/move", json={"parent_id": next(self.places)})

    def list_folder(self) -> None:
        self.call("GET", f"/nodes/{self.listed['id']}/children?limit={LISTED}")

    def flat(self) -> list[dict[str, Any]]:
        nodes = json.loads(self.call("GET", "/tree?format=flat"))["nodes"]
        return [{field: node[field] for field in STORED} for node in nodes]


def seconds(act: Callable[[], object], times: int = 1) -> float:
    """How long it takes: the median of so many times."""
    taken: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def read_rows(large: Standing, rounds: int) -> list[Row]:
    objects, plain_rows = partial(large.aggregate, _OBJECTS), partial(large.aggregate, _ROWS)
    read, *flat = medians(rounds, *(partial(seconds, act) for act in (large.read, objects, plain_rows)))
    work, request = f"whole tree of {large.nodes:,}, nested", f"request {ms(read)}"
    return [
        Row(work, f"{ms(flat[0])}, {request}", read / flat[0], "x json_agg(json_build_object)", 1.5),
        Row(work, f"{ms(flat[1])}, {request}", read / flat[1], "x json_agg(row)"),
    ]


def step_rows(small: Standing, large: Standing, rounds: int) -> list[Row]:
    rows: list[Row] = []
    steps = [
        ("rename", small.rename, large.rename),
        ("move", small.move, large.move),
        (f"list a folder of {LISTED}", small.list_folder, large.list_folder),
    ]
    for name, in_small, in_large in steps:
        few, many = medians(rounds * 20, partial(seconds, in_small), partial(seconds, in_large))
        measured = f"{ms(few)} in {small.nodes:,}, {ms(many)} in {large.nodes:,}"
        rows.append(Row(name, measured, many / few, f"x that in {small.nodes:,}", 1.3))
    return rows


def document_rows(large: Standing, rounds: int) -> list[Row]:
    document = Document(large.stack.engine, large.flat())

    def change(indexed: bool) -> float:
        return document.rename_seconds(large.file_id, f"renamed {next(large.numbers)}.md", indexed=indexed)

    ours, by_dict, by_scan = medians(
        rounds, partial(seconds, large.rename, 5), partial(change, True), partial(change, False)
    )
    work = f"rename in {large.nodes:,}, one JSON document"
    return [
        Row(f"{work}, dict indexes", f"{ms(by_dict)}, ours {ms(ours)}", by_dict / ours, "x ours", 100, at_least=True),
        Row(f"{work}, linear scans", f"{ms(by_scan)}, ours {ms(ours)}", by_scan / ours, "x ours"),
    ]


def delete_rows(stack: Stack, sizes: list[int], rounds: int) -> list[Row]:
    app_id = stack.caller.new_app()

    def delete(nodes: int) -> float:
        made = stack.filled(app_id, mixed(nodes))["children"][0]["id"]
        return seconds(lambda: stack.caller.call("DELETE", f"/apps/{app_id}/assets/nodes/{made}"))

    taken = medians(rounds, *(partial(delete, nodes) for nodes in sizes))
    return [
        Row(f"delete a folder of {nodes:,}", ms(took), took / nodes * 1e6, "µs a row", 10)
        for nodes, took in zip(sizes, taken, strict=True)
    ]


def main() -> None:
    options = read_options(__doc__)
    scale = 100 if options.quick else 1
    with stacks.running() as stack:
        small, large = Standing(stack, 1_000 // min(scale, 10)), Standing(stack, 100_000 // scale)
        rows = read_rows(large, options.rounds)
        rows += step_rows(small, large, options.rounds)
        rows += document_rows(large, options.rounds)
        rows += delete_rows(stack, [n // scale for n in (1_000, 10_000, 100_000)], options.rounds)
    finish("tree", rows, options)


if __name__ == "__main__":
    main()
