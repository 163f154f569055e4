"""From a graph document to a `Graph`, or to all that is wrong with it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from treeline.workflows.engine.graph import Graph, GraphNode, InvalidGraph, Issue, handle_of, reached, walk
from treeline.workflows.engine.kinds import CONTAINERS, ENGINE_KINDS, Kind
from treeline.workflows.engine.limits import RunLimits
from treeline.workflows.engine.step import FAIL_BRANCH

NOTE = "custom-note"
STRATEGIES = (FAIL_BRANCH, "default-value")


def compile_graph(document: Mapping[str, Any], kinds: Mapping[str, Kind], limits: RunLimits | None = None) -> Graph:
    """Raises InvalidGraph. Nodes of unknown types are kept: they fail when a run reaches them."""
    return _Compiler({**kinds, **ENGINE_KINDS}, limits or RunLimits()).compile(document)


class _Compiler:
    def __init__(self, kinds: Mapping[str, Kind], limits: RunLimits):
        self.kinds, self.limits = kinds, limits
        self.issues: list[Issue] = []
        self.nodes: dict[str, GraphNode] = {}
        self.edges: dict[str | None, list[tuple[str, str, str]]] = defaultdict(list)

    def compile(self, document: Any) -> Graph:
        self._read_nodes(_rows(document, "nodes"))
        self._check_parents()
        self._read_edges(_rows(document, "edges"))
        levels: dict[str | None, list[GraphNode]] = defaultdict(list)
        for node in self.nodes.values():
            levels[node.parent].append(node)
        graphs = {parent: self._level(nodes, self.edges[parent]) for parent, nodes in levels.items()}
        graph = graphs.get(None) or Graph([], {}, 0)
        for parent, child in graphs.items():
            if parent is not None:
                self.nodes[parent].child = child
        self._check_starts(graph)
        self._check_reached(graph)
        self.issues.sort(key=lambda issue: issue.severity)
        if any(issue.severity == "error" for issue in self.issues):
            raise InvalidGraph(self.issues)
        graph.issues = self.issues
        return graph

    def _issue(self, node: GraphNode | str | None, path: str, message: str, accepted: str = "") -> None:
        self.issues.append(Issue(node.id if isinstance(node, GraphNode) else node, path, message, accepted))

    # Nodes

    def _read_nodes(self, rows: Any) -> None:
        if not isinstance(rows, list):
            self._issue(None, "nodes", "The graph's nodes are not a list", "a list of nodes")
            return
        if len(rows) > self.limits.nodes:
            message = f"The graph has {len(rows):,} nodes, but the limit is {self.limits.nodes:,}"
            self._issue(None, "nodes", message, f"{self.limits.nodes:,} nodes at most")
            rows = rows[: self.limits.nodes]
        for position, row in enumerate(rows):
            if isinstance(row, Mapping) and row.get("type") == NOTE:
                continue
            node = self._read_node(row, position)
            if node is None:
                continue
            if node.id in self.nodes:
                self._issue(node, f"nodes.{position}.id", f"Two nodes have the id {node.id!r}", "an id of its own")
                continue
            self.nodes[node.id] = node

    def _read_node(self, row: Any, position: int) -> GraphNode | None:
        path = f"nodes.{position}"
        data = row.get("data") if isinstance(row, Mapping) else None
        if not isinstance(row, Mapping) or not isinstance(data, Mapping):
            self._issue(None, path, "A node is not an object with data", "an object with id and data")
            return None
        node_id, type_ = row.get("id"), data.get("type")
        if not isinstance(node_id, str) or not node_id:
            self._issue(None, f"{path}.id", "A node has no id", "a text")
            return None
        if not isinstance(type_, str) or not type_:
            self._issue(node_id, f"{path}.data.type", f"The node {node_id!r} has no type", "the name of a node type")
            type_ = ""
        title = data.get("title")
        node = GraphNode(
            id=node_id,
            type=type_,
            title=title if isinstance(title, str) and title else node_id,
            position=position,
            raw=data,
            kind=self.kinds.get(type_),
            parent=_parent(row, data),
        )
        strategy = data.get("error_strategy")
        node.strategy = strategy if strategy in STRATEGIES else None
        _parse(node)
        return node

    def _check_parents(self) -> None:
        deepest: dict[str, int] = {}
        for node in self.nodes.values():
            path, parent = f"nodes.{node.position}.parentId", node.parent
            if parent is not None and (parent not in self.nodes or not self._holds_nodes(self.nodes[parent])):
                message = f"The node {node.title!r} is inside {parent!r}, which is not an iteration or loop"
                self._issue(node, path, message, "the id of an iteration or loop")
                node.parent = None
        for node in self.nodes.values():
            depth = self._depth(node, deepest)
            path = f"nodes.{node.position}.parentId"
            if depth < 0:
                self._issue(node, path, f"The node {node.title!r} is inside itself", "containers without a cycle")
                node.parent = None
                deepest[node.id] = 0
            elif node.is_container and depth + 1 > self.limits.nesting:
                message = f"The container {node.title!r} is nested {depth + 1} deep; the limit is {self.limits.nesting}"
                self._issue(node, path, message, f"{self.limits.nesting} levels at most")

    def _holds_nodes(self, node: GraphNode) -> bool:
        return node.is_container or node.kind is None

    def _depth(self, node: GraphNode, known: dict[str, int]) -> int:
        """How many containers it is inside of; -1 if that never ends."""
        way: list[GraphNode] = []
        at: GraphNode | None = node
        while at is not None and at.id not in known:
            if at in way:
                return -1
            way.append(at)
            at = self.nodes[at.parent] if at.parent is not None else None
        depth = known[at.id] + 1 if at is not None else 0
        for inside in reversed(way):
            known[inside.id] = depth
            depth += 1
        return known[node.id]

    # Edges

    def _read_edges(self, rows: Any) -> None:
        if not isinstance(rows, list):
            self._issue(None, "edges", "The graph's edges are not a list", "a list of edges")
            return
        for position, row in enumerate(rows):
            path = f"edges.{position}"
            if not isinstance(row, Mapping):
                self._issue(None, path, "An edge is not an object", "an object with source and target")
                continue
            ends = [self._end(row, name, path) for name in ("source", "target")]
            source, target = ends
            if source is not None and target is not None:
                self._read_edge(row, source, target, path)

    def _end(self, row: Mapping[str, Any], name: str, path: str) -> GraphNode | None:
        value = row.get(name)
        node = self.nodes.get(value) if isinstance(value, str) else None
        if node is None:
            other = row.get("target" if name == "source" else "source")
            message = f"An edge's {name} is {value!r}, and there is no such node"
            self._issue(other if isinstance(other, str) else None, f"{path}.{name}", message, "the id of a node")
        return node

    def _read_edge(self, row: Mapping[str, Any], source: GraphNode, target: GraphNode, path: str) -> None:
        names = f"{source.title!r} to {target.title!r}"
        if source.parent != target.parent:
            message = f"The edge from {names} goes through a container's wall"
            self._issue(source, path, message, "edges between nodes of the same container")
            return
        if row.get("targetHandle") not in (None, "", "target"):
            message = f"The edge from {names} ends at the unknown handle {row['targetHandle']!r}"
            self._issue(target, f"{path}.targetHandle", message, "target")
        if target.kind is not None and (target.kind.is_root or target.type in CONTAINERS.values()):
            self._issue(target, f"{path}.target", f"An edge leads into the start {target.title!r}", "no edge into it")
        handle, handles = handle_of(row), source.handles()
        if handles is not None and handle not in handles:
            issue = Issue(
                source.id,
                f"{path}.sourceHandle",
                f"The edge from {names} leaves by the unknown handle {handle!r}",
                ", ".join(sorted(handles)),
                # What is left when an error strategy is switched off: never taken.
                "warning" if handle == FAIL_BRANCH else "error",
            )
            self.issues.append(issue)
        self.edges[source.parent].append((source.id, handle, target.id))

    # Levels

    def _level(self, nodes: list[GraphNode], edges: list[tuple[str, str, str]]) -> Graph:
        index = {node.id: at for at, node in enumerate(nodes)}
        outs: list[list[tuple[str, int, int]]] = [[] for _ in nodes]
        ins: list[list[tuple[int, int]]] = [[] for _ in nodes]
        for at, (source, handle, target) in enumerate(edges):
            outs[index[source]].append((handle, index[target], at))
            ins[index[target]].append((index[source], at))
        for at, node in enumerate(nodes):
            node.index, node.outs, node.ins = at, tuple(outs[at]), tuple(ins[at])
        graph = Graph(nodes, index, len(edges))
        self._check_cycles(graph)
        return graph

    def _check_cycles(self, graph: Graph) -> None:
        """What is left when nodes without an edge in, and then those without an edge out, are taken away."""
        left = _peel(graph.nodes, set(range(len(graph.nodes))), forward=True)
        left = _peel(graph.nodes, left, forward=False) if left else left
        if left:
            names = ", ".join(repr(graph.nodes[at].title) for at in sorted(left)[:10])
            first = graph.nodes[min(left)]
            message = f"The edges between {names} form a cycle"
            self._issue(first, f"nodes.{first.position}", message, "edges without a cycle; a loop to repeat nodes")

    def _check_starts(self, graph: Graph) -> None:
        if not graph.roots:
            self._issue(None, "nodes", "The graph has no start", "a start or trigger node")
        for node in self.nodes.values():
            if not node.is_container:
                continue
            wanted, child = CONTAINERS[node.type], node.child
            starts = [inside.id for inside in child.nodes if inside.type == wanted] if child else []
            named = node.raw.get("start_node_id")
            start = named if named in starts else starts[0] if len(starts) == 1 else None
            if child is None or start is None:
                path = f"nodes.{node.position}.data.start_node_id"
                self._issue(node, path, f"The container {node.title!r} has no start", f"the id of its {wanted} node")
            else:
                child.start = start

    def _check_reached(self, graph: Graph) -> None:
        """What is wrong with the data of nodes: an error in those that a run can come to."""
        found = reached(graph)
        for node in walk(graph):
            for path, message in node.problems:
                where = f"nodes.{node.position}.data{'.' if path else ''}{path}"
                text = f"{node.title}: {path or 'data'} {message}"
                self.issues.append(Issue(node.id, where, text, "", "error" if node.id in found else "warning"))
            if node.kind is None and node.type:
                where = f"nodes.{node.position}.data.type"
                text = f"{node.title}: nodes of the type {node.type!r} cannot run here"
                accepted = ", ".join(sorted(self.kinds))
                self.issues.append(Issue(node.id, where, text, accepted, "warning"))


def _rows(document: Any, name: str) -> Any:
    return document.get(name, []) if isinstance(document, Mapping) else None


def _parent(row: Mapping[str, Any], data: Mapping[str, Any]) -> str | None:
    for value in (row.get("parentId"), data.get("loop_id"), data.get("iteration_id")):
        if isinstance(value, str) and value:
            return value
    return None


def _parse(node: GraphNode) -> None:
    if node.kind is None:
        return
    try:
        node.data = node.kind.parse(node.raw)
    except ValueError as error:
        rows = getattr(error, "errors", list)() or [{"loc": (), "msg": str(error)}]
        node.problems = tuple((".".join(str(part) for part in row["loc"]), row["msg"]) for row in rows)


def _peel(nodes: list[GraphNode], left: set[int], *, forward: bool) -> set[int]:
    def before(at: int) -> list[int]:
        return [source for source, _ in nodes[at].ins] if forward else [target for _, target, _ in nodes[at].outs]

    def after(at: int) -> list[int]:
        return [target for _, target, _ in nodes[at].outs] if forward else [source for source, _ in nodes[at].ins]

    needs = {at: sum(other in left for other in before(at)) for at in left}
    work = [at for at, need in needs.items() if not need]
    while work:
        at = work.pop()
        left.discard(at)
        for other in after(at):
            if other in left:
                needs[other] -= 1
                if not needs[other]:
                    work.append(other)
    return left
