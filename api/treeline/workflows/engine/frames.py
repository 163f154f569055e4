"""A frame: one pass through one level of the graph. The run itself is one, and so is each item and round."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from treeline.workflows.engine.facts import Row, Step, TextKind
from treeline.workflows.engine.graph import Graph, GraphNode
from treeline.workflows.engine.step import Usage, Write

PENDING, LIVE, FINISHED, SKIPPED = range(4)
TAKEN, NOT_TAKEN = 1, 2


class Spoken(NamedTuple):
    """An answer that is over. `key`: its place among others."""

    key: tuple[Any, ...]
    kind: TextKind
    frame: str
    node: str
    text: str

    def as_json(self) -> dict[str, str]:
        return {"frame": self.frame, "node": self.node, "kind": self.kind, "text": self.text}


class Frame:
    """`container`: what it is an item or round of. `path`: as `it:7/loop:2`; of the run itself empty."""

    __slots__ = (
        "below",
        "closed",
        "container",
        "containers",
        "edges",
        "exceptions",
        "graph",
        "held",
        "hit",
        "index",
        "live",
        "needs",
        "parent",
        "passed",
        "path",
        "retries",
        "running",
        "scope",
        "shadows",
        "size",
        "speech",
        "spoken",
        "states",
        "steps",
        "usage",
        "waiting",
    )

    def __init__(self, graph: Graph, root: int, scope: Any, container: Any = None, index: int = 0):
        opening = graph.opening(root)
        self.graph, self.scope, self.container, self.index = graph, scope, container, index
        self.parent: Frame | None = container.frame if container else None
        self.path = ""
        if self.parent is not None:
            above = self.parent.path
            own = f"{container.node.id}:{index}"
            self.path = f"{above}/{own}" if above else own
        self.states = bytearray(len(graph.nodes))
        for unreached in opening.unreached:
            self.states[unreached] = SKIPPED
        # Edges in that have not ended; whether one of those that have was taken.
        self.needs = list(opening.needs)
        self.hit = bytearray(len(graph.nodes))
        self.edges = bytearray(graph.edges)
        # Nodes that are neither pending nor over.
        self.live = 0
        self.steps = self.below = self.exceptions = self.size = 0
        # Of models, in here and below, but for containers that are not over yet.
        self.usage: Usage | None = None
        self.closed = False
        self.running: dict[int, Step] = {}
        self.waiting: dict[int, Step] = {}
        self.containers: dict[int, Any] = {}
        self.retries: dict[int, int] = {}
        # Writes that left this frame, and those that may not leave it yet.
        self.passed: list[Write] = []
        self.held: list[Write] = []
        # Nodes whose variables look different in here by what is held.
        self.shadows: set[str] = set()
        self.speech: Any = None
        # What answers in here and below came to, where a row may have to say it in their place.
        self.spoken: list[Spoken] = []

    def end_edges(self, index: int, handle: str) -> tuple[list[int], list[int]]:
        """A node is over: its edges end. Returns the nodes that are ready by that, and those that edges lead to.

        A node whose edges have all ended is ready if one of them was taken, else it is skipped, and so are its edges.
        """
        states, needs, hit, edges, nodes = self.states, self.needs, self.hit, self.edges, self.graph.nodes
        ready: list[int] = []
        taken: list[int] = []
        work = [index]
        while work:
            at = work.pop()
            over = states[at] == FINISHED
            for edge_handle, target, edge in nodes[at].outs:
                if over and edge_handle == handle:
                    edges[edge] = TAKEN
                    hit[target] = 1
                    taken.append(target)
                else:
                    edges[edge] = NOT_TAKEN
                needs[target] -= 1
                if needs[target] or states[target]:
                    continue
                if hit[target]:
                    states[target] = LIVE
                    ready.append(target)
                else:
                    states[target] = SKIPPED
                    work.append(target)
        self.live += len(ready)
        ready.sort()
        return ready, taken

    def count(self, row: Row) -> None:
        """A node in here is over."""
        self.exceptions += row.status == "exception"
        self.used(row.usage)

    def used(self, usage: Usage | None) -> None:
        self.usage = self.usage + usage if self.usage and usage else self.usage or usage

    def inner(self) -> "Iterator[Frame]":
        """This frame and all open ones inside it."""
        frames = [self]
        while frames:
            frame = frames.pop()
            yield frame
            for container in frame.containers.values():
                frames.extend(container.frames.values())

    def node(self, index: int) -> GraphNode:
        return self.graph.nodes[index]
