"""A graph document, compiled once: integer ids, edges by handle, in-degrees, the child graphs of containers.

`compile_graph(document, kinds)` returns the graph or raises InvalidGraph with everything that is wrong with it. What
is wrong only where no start leads to is a warning: `graph.issues`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from treeline.workflows.engine.kinds import CONTAINERS, Kind
from treeline.workflows.engine.step import FAIL_BRANCH, SOURCE, Effect

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Issue:
    """`path`: in the document, as `nodes.3.data.title`. `accepted`: what would be right."""

    node: str | None
    path: str
    message: str
    accepted: str = ""
    severity: Severity = "error"


class InvalidGraph(Exception):
    def __init__(self, issues: Iterable[Issue]):
        self.issues = list(issues)
        super().__init__("; ".join(issue.message for issue in self.issues if issue.severity == "error"))


@dataclass(slots=True, eq=False)
class GraphNode:
    """`index`: its place in its level; `position`: in the document. `data`: parsed by its kind, `raw`: as written."""

    id: str
    type: str
    title: str
    position: int
    raw: Mapping[str, Any]
    kind: Kind | None
    parent: str | None
    data: Any = None
    index: int = -1
    # Edges out (handle, target, edge) and in (source, edge); targets and sources are indexes in the same level.
    outs: tuple[tuple[str, int, int], ...] = ()
    ins: tuple[tuple[int, int], ...] = ()
    # Of a container: the level inside.
    child: "Graph | None" = None
    strategy: str | None = None
    # What is wrong with its data; an error as soon as it is reached.
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def effect(self) -> Effect:
        return self.kind.effect if self.kind else "pure"

    @property
    def is_container(self) -> bool:
        return self.type in CONTAINERS

    def handles(self) -> set[str] | None:
        """None: any, for its type is not known."""
        if self.kind is None or self.problems:
            return None
        handles = set(self.kind.handles(self.data))
        return handles | {FAIL_BRANCH} if self.strategy == FAIL_BRANCH else handles


@dataclass(frozen=True, slots=True)
class Opening:
    """How the states of a level begin for one root: edges still to end of each node, and the nodes never reached."""

    root: int
    needs: tuple[int, ...]
    unreached: tuple[int, ...]


@dataclass(slots=True, eq=False)
class Graph:
    """One level: the whole graph, or what is inside a container."""

    nodes: list[GraphNode]
    index: dict[str, int]
    edges: int
    # Of the container's child; the whole graph begins where the run says.
    start: str | None = None
    issues: list[Issue] = field(default_factory=list)
    # What the engine works out once and keeps, by what it is.
    openings: dict[int, Opening] = field(default_factory=dict)
    speech: Any = None

    @property
    def roots(self) -> list[str]:
        return [node.id for node in self.nodes if node.kind is not None and node.kind.is_root]

    def node(self, id: str) -> GraphNode:  # noqa: A002  the field's name
        return self.nodes[self.index[id]]

    def opening(self, root: int) -> Opening:
        found = self.openings.get(root)
        if found is None:
            found = self.openings[root] = self._opening(root)
        return found

    def reach(self, roots: Iterable[int]) -> bytearray:
        reached = bytearray(len(self.nodes))
        work = list(roots)
        for root in work:
            reached[root] = 1
        while work:
            for _, target, _ in self.nodes[work.pop()].outs:
                if not reached[target]:
                    reached[target] = 1
                    work.append(target)
        return reached

    def _opening(self, root: int) -> Opening:
        reached = self.reach([root])
        needs = tuple(sum(reached[source] for source, _ in node.ins) for node in self.nodes)
        return Opening(root, needs, tuple(index for index, yes in enumerate(reached) if not yes))


def walk(graph: Graph) -> Iterable[GraphNode]:
    """All nodes, with those inside containers."""
    levels = [graph]
    while levels:
        for node in levels.pop().nodes:
            yield node
            if node.child is not None:
                levels.append(node.child)


def reached(graph: Graph) -> set[str]:
    """The ids of the nodes that a run can come to, also inside containers."""
    found: set[str] = set()
    levels = [(graph, graph.roots)]
    while levels:
        level, roots = levels.pop()
        for at, yes in enumerate(level.reach(level.index[root] for root in roots)):
            node = level.nodes[at]
            if yes:
                found.add(node.id)
                if node.child is not None and node.child.start is not None:
                    levels.append((node.child, [node.child.start]))
    return found


def handle_of(edge: Mapping[str, Any]) -> str:
    handle = edge.get("sourceHandle")
    return handle if isinstance(handle, str) and handle else SOURCE
