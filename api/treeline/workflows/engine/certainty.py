"""Which answers a run is certain to come to, before it comes to them.

The root is certain; so is an edge from a certain node that is free or was taken, and a node with such an edge. An edge
is not free if its node decides (branches, fail branches), may take long to end (containers, other answers), or sets a
variable that the answer reads. Each edge is looked at once: O(edges), where listing paths would be exponential.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from treeline.workflows.engine.facts import TextKind
from treeline.workflows.engine.graph import Graph, GraphNode
from treeline.workflows.engine.step import FAIL_BRANCH, SOURCE, Selector

ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Variable:
    """`source`: the node of the same level that surely is over before the answer runs, -1 if it is none of these."""

    selector: Selector
    source: int
    # The source may still run while it is told.
    streams: bool
    # It is of this level, and may still run when the answer runs.
    late: bool
    # The nodes before the answer that set it.
    setters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    index: int
    id: str
    kind: TextKind
    parts: tuple[str | Variable, ...]


@dataclass(slots=True)
class Plan:
    """What a level tells. `groups`: answers by the nodes that have to be over before they are certain."""

    speakers: dict[int, Speaker]
    groups: tuple[tuple[frozenset[int], frozenset[int]], ...]
    free: bytearray
    streamed: frozenset[tuple[int, str]]


Setters = Sequence[tuple[int, set[tuple[str, ...]]]]


class Certainty:
    def __init__(self, graph: Graph, plan: Plan, group: tuple[frozenset[int], frozenset[int]]):
        self.graph, self.free = graph, plan.free
        self.setters, self.answers = group
        self.certain = bytearray(len(graph.nodes))

    def reach(self, nodes: Iterable[int]) -> list[int]:
        """These are certain. Returns the answers that are so by that."""
        opened: list[int] = []
        work = [node for node in nodes if not self.certain[node]]
        for node in work:
            self.certain[node] = 1
        while work:
            node = work.pop()
            if node in self.answers:
                opened.append(node)
            if not self.free[node] or node in self.setters:
                continue
            for handle, target, _ in self.graph.nodes[node].outs:
                if handle == SOURCE and not self.certain[target]:
                    self.certain[target] = 1
                    work.append(target)
        return opened


def plan_of(graph: Graph) -> Plan | None:
    """None if nothing in this level tells anything. Worked out once a graph."""
    if graph.speech is None:
        graph.speech = _plan(graph) or False
    return graph.speech or None


def _plan(graph: Graph) -> Plan | None:
    parts = {node.index: node.kind.parts(node.data) for node in graph.nodes if node.kind and not node.problems}
    talking = {index: found for index, found in parts.items() if found}
    if not talking:
        return None
    above = _ancestors(graph)
    speakers: dict[int, Speaker] = {}
    groups: dict[frozenset[int], set[int]] = {}
    setters = [(node.index, sets) for node in graph.nodes if (sets := _sets(node))]
    for index, found in talking.items():
        node = graph.nodes[index]
        speakers[index] = speaker = Speaker(
            index,
            node.id,
            "answer" if node.type == ANSWER else "text",
            tuple(_part(graph, above[index], setters, part) for part in found),
        )
        reads = {part.selector[:2] for part in speaker.parts if isinstance(part, Variable)}
        waits = frozenset(setter for setter, sets in setters if setter != index and not reads.isdisjoint(sets))
        groups.setdefault(waits, set()).add(index)
    free = bytearray(node.index not in talking and _is_free(node) for node in graph.nodes)
    parts_told = [part for each in speakers.values() for part in each.parts if isinstance(part, Variable)]
    streamed = {(part.source, part.selector[1]) for part in parts_told if part.streams}
    return Plan(speakers, tuple((a, frozenset(b)) for a, b in groups.items()), free, frozenset(streamed))


def _part(graph: Graph, above: int, setters: Setters, part: str | Sequence[str]) -> str | Variable:
    if isinstance(part, str):
        return part
    selector = tuple(part)
    source = graph.index.get(selector[0], -1)
    if source < 0 or not above >> source & 1:
        before = tuple(setter for setter, sets in setters if above >> setter & 1 and selector[:2] in sets)
        return Variable(selector, -1, streams=False, late=source >= 0, setters=before)
    kind = graph.nodes[source].kind
    streams = len(selector) == 2 and kind is not None and selector[1] in kind.streams
    return Variable(selector, source, streams=streams, late=False)


def _is_free(node: GraphNode) -> bool:
    if node.kind is None or node.kind.is_branch or node.is_container or node.strategy == FAIL_BRANCH:
        return False
    return node.handles() == {SOURCE}


def _ancestors(graph: Graph) -> list[int]:
    """For each node a number whose bits are the nodes before it."""
    above = [0] * len(graph.nodes)
    needs = [len(node.ins) for node in graph.nodes]
    work = [node.index for node in graph.nodes if not node.ins]
    while work:
        index = work.pop()
        for _, target, _ in graph.nodes[index].outs:
            above[target] |= above[index] | 1 << index
            needs[target] -= 1
            if not needs[target]:
                work.append(target)
    return above


def _sets(node: GraphNode) -> set[tuple[str, ...]]:
    """The variables that an assigner sets, in both of its versions."""
    if node.type != "assigner":
        return set()
    items: Any = node.raw.get("items")
    rows = (
        [row.get("variable_selector") for row in items if isinstance(row, Mapping)] if isinstance(items, list) else []
    )
    rows.append(node.raw.get("assigned_variable_selector"))
    return {tuple(str(part) for part in row[:2]) for row in rows if isinstance(row, list | tuple)}
