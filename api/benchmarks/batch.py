"""How long a batch takes, in units of what PostgreSQL itself charges.

F1 is COPY of the same rows, made beforehand, into a table like the real one with every constraint and index on. The
request is measured over HTTP, with an upload URL for each file. Everything in one run, taking turns, so that a noisy
machine hits all alike. Prints medians and ratios.
"""

import json
import time
from collections.abc import Callable
from typing import NamedTuple

from benchmarks.parts import stack as stacks
from benchmarks.parts.floor import Floor
from benchmarks.parts.memory import memory_rows
from benchmarks.parts.options import read_options
from benchmarks.parts.plain import Plain
from benchmarks.parts.report import finish
from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, medians, ms, number
from benchmarks.parts.trees import Tree, count, deep, mixed, wide
from benchmarks.parts.writers import writer_rows


class Shape(NamedTuple):
    """`goal`: how many times F1 the request may take."""

    name: str
    tree: Tree
    goal: float | None = None


def shapes(scale: int) -> list[Shape]:
    """The second one is what the plain way is asked too, and what the others' time a node is compared with."""
    sizes = {nodes: mixed(nodes // scale) for nodes in (1_000, 10_000, 100_000)}
    goals = {10_000: 2.0, 100_000: 1.8}
    # The folder they are put into is the 64th.
    chains = deep(6_400 // scale, 63)
    return [
        *(Shape(f"{count(tree):,}", tree, goals.get(nodes)) for nodes, tree in sizes.items()),
        Shape(f"{50_000 // scale:,} in one folder", wide(50_000 // scale)),
        Shape(f"{count(chains):,} in chains, 64 deep", chains),
    ]


def request_seconds(stack: Stack, app_id: str, children: Tree) -> float:
    parent = stack.folder(app_id)
    body = json.dumps({"parent_id": parent, "children": children}).encode()
    headers = {"Content-Type": "application/json"}
    began = time.perf_counter()
    reply = stack.caller.call("POST", f"/apps/{app_id}/assets/batch-upload", data=body, headers=headers)
    took = time.perf_counter() - began
    assert reply.status_code == 201, reply.text[:300]
    stack.caller.call("DELETE", f"/apps/{app_id}/assets/nodes/{parent}")
    return took


def speed_rows(stack: Stack, wanted: list[Shape], rounds: int) -> list[Row]:
    app_id, floor, plain = stack.caller.new_app(), Floor(stack.engine), Plain(stack.engine)

    def plain_seconds() -> float:
        with stack.root() as root:
            return plain.seconds(wanted[1].tree, root)

    measures: list[Callable[[], float]] = []
    for shape in wanted:
        measures.append(lambda tree=shape.tree: floor.seconds(tree))
        measures.append(lambda tree=shape.tree: request_seconds(stack, app_id, tree))
    *taken, plainly = medians(rounds, *measures, plain_seconds)
    floors, requests = taken[::2], taken[1::2]
    each = [seconds / count(shape.tree) * 1e6 for shape, seconds in zip(wanted, requests, strict=True)]
    rows: list[Row] = []
    for n, (shape, f1, request) in enumerate(zip(wanted, floors, requests, strict=True)):
        measured = f"F1 {ms(f1)}, request {ms(request)}"
        rows.append(Row(f"batch of {shape.name}", measured, request / f1, "x F1", shape.goal))
        against, goal = f"x that of {wanted[1].name}", None if n == 0 else 1.3
        time_of = Row("  time a node", f"{number(each[n])} µs", each[n] / each[1], against, goal)
        rows.append(Row("  time a node", "", each[n], "µs") if n == 1 else time_of)
    work, measured = f"batch of {wanted[1].name}, the plain way", f"{ms(plainly)}: pydantic, ORM, boto3; without HTTP"
    return [*rows, Row(work, measured, plainly / requests[1], "x the request", 20, at_least=True)]


def main() -> None:
    options = read_options(__doc__)
    wanted = shapes(100 if options.quick else 1)
    with stacks.running() as stack:
        rows = speed_rows(stack, wanted, options.rounds)
        rows += memory_rows(stack, wanted[2].tree, wanted[2].name)
        rows += writer_rows(stack, options.rounds, *((10, 2) if options.quick else (1_000, 10)))
    finish("batch", rows, options)


if __name__ == "__main__":
    main()
