"""A graph in any shape that is met, as the one that is run: nodes with data, edges with handles, containers.

Everything is changed in place, and what is added stands at the end: a path means what it means in the document.
"""

from collections.abc import Callable
from typing import Any

from treeline.workflows.dsl.compact import unfolded, with_handles
from treeline.workflows.dsl.nodes import convert_node
from treeline.workflows.dsl.report import Report

Json = dict[str, Any]
GRAPH = ("workflow", "graph")
NODES, EDGES = (*GRAPH, "nodes"), (*GRAPH, "edges")
CONTAINERS = {"iteration": "iteration-start", "loop": "loop-start"}
STARTS = {inner: f"custom-{inner}" for inner in CONTAINERS.values()}
NOTE = "custom-note"
_FIRST_X, _STEP_X, _Y = 80, 320, 280


def convert_graph(graph: Any, report: Report) -> Json:
    """What is wrong is reported; what is returned then is not to be used."""
    if not isinstance(graph, dict):
        report.wrong("bad_type", GRAPH, "The graph must be a mapping.", "nodes and edges")
        return {}
    nodes = _mappings(graph, "nodes", report)
    for index, node in nodes:
        _convert_outside(node, index, report)
    known = _ids(nodes, report)
    edges = _mappings(graph, "edges", report)
    for index, edge in edges:
        with_handles(edge, (*EDGES, index), report)
    report.require_none_wrong()
    for index, node in nodes:
        convert_node(node["data"], (*NODES, index, "data"), report)
    graph["edges"] = _joining(edges, known, report)
    _name_cases(graph, edges, known, report)
    _fill_containers(graph, report)
    return graph


def _mappings(graph: Json, name: str, report: Report) -> list[tuple[int, Json]]:
    given = graph.get(name)
    given = [] if given is None else given
    if not isinstance(given, list):
        report.wrong("bad_type", (*GRAPH, name), f"{name} must be a list.", "a list of mappings")
        given = []
    graph[name] = given
    for index, each in enumerate(given):
        if not isinstance(each, dict):
            report.wrong("bad_type", (*GRAPH, name, index), "This must be a mapping.", "a mapping")
    return [(index, each) for index, each in enumerate(given) if isinstance(each, dict)]


def as_id(value: Any) -> str | None:
    """An id, also of those who wrote a number without quotes."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def _convert_outside(node: Json, index: int, report: Report) -> None:
    path = (*NODES, index)
    node_id = as_id(node.get("id"))
    if node_id is None:
        report.wrong("node_id", (*path, "id"), "A node needs an id.", "text")
    else:
        node["id"] = node_id
    unfolded(node, path, report)
    data = node.get("data")
    if not isinstance(data, dict):
        report.wrong("bad_type", (*path, "data"), "A node needs data.", "a mapping with type and title")
        return
    kind, outside = data.get("type"), node.get("type")
    if kind in (None, "") and isinstance(outside, str) and not outside.startswith("custom"):
        kind = data["type"] = outside
        node["type"] = "custom"
    if not isinstance(kind, str) or (not kind and outside != NOTE):
        report.wrong("node_type", (*path, "data", "type"), "A node needs a type.", "text such as llm or if-else")
        return
    if not isinstance(outside, str):
        node["type"] = STARTS.get(kind, "custom")
    if not isinstance(node.get("position"), dict):
        node["position"] = {"x": _FIRST_X + _STEP_X * index, "y": _Y}
    _place_in_container(node, data)


def _place_in_container(node: Json, data: Json) -> None:
    """Which container a node is in once stood in its data only."""
    if not isinstance(node.get("parentId"), str):
        inside = as_id(data.get("iteration_id")) or as_id(data.get("loop_id"))
        if inside is not None and inside != node.get("id"):
            node["parentId"] = inside


def _ids(nodes: list[tuple[int, Json]], report: Report) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for index, node in nodes:
        node_id = node.get("id")
        if isinstance(node_id, str):
            if node_id in found:
                what = f"The id {node_id:.100} is another node's too."
                report.wrong("duplicate_node", (*NODES, index, "id"), what, "each id once")
            found[node_id] = node
    return found


def _joining(edges: list[tuple[int, Json]], known: dict[str, Json], report: Report) -> list[Json]:
    """The edges without those that begin or end nowhere, which editors leave behind."""
    kept: list[Json] = []
    for index, edge in edges:
        missing = next((edge[end] for end in ("source", "target") if edge[end] not in known), None)
        handles = _handles(known[edge["source"]]["data"]) if missing is None else None
        if missing is not None:
            what = f"Removed: this edge leads to the node {missing:.100}, which is not in the graph."
            report.lost("dangling_edge", (*EDGES, index), what, "ids of nodes in this graph")
        elif handles is not None and edge["sourceHandle"] not in handles:
            what = f"Removed: this edge leaves a case that its node doesn't have, {edge['sourceHandle']:.100}."
            report.lost("stale_edge", (*EDGES, index), what, ", ".join(sorted(handles))[:500])
        else:
            _describe(edge, known)
            kept.append(edge)
    return kept


def _handles(data: Json) -> set[str] | None:
    """By which edges leave a node that chooses between cases; None for others."""
    cases = _cases(data)
    # `source`: of an edge that doesn't say which case it is for.
    return None if cases is None else {*cases, "fail-branch", "source"}


def _cases(data: Json) -> list[str] | None:
    listed, name, more = {
        "if-else": ("cases", "case_id", ("false",)),
        "question-classifier": ("classes", "id", ()),
    }.get(data["type"], ("", "", ()))
    cases = data.get(listed)
    if not isinstance(cases, list):
        return None
    return [*(str(each.get(name)) for each in cases if isinstance(each, dict)), *more]


def _name_cases(graph: Json, edges: list[tuple[int, Json]], known: dict[str, Json], report: Report) -> None:
    """The only edge that doesn't say which case it is for is for all that have none; of several it is not clear.

    If all have one, it would never be taken.
    """
    lines = {id(edge): (*EDGES, index) for index, edge in edges}
    gone: set[int] = set()
    leaving: dict[str, list[Json]] = {}
    for edge in graph["edges"]:
        leaving.setdefault(edge["source"], []).append(edge)
    for source, out in leaving.items():
        cases = _cases(known[source]["data"])
        silent = [edge for edge in out if edge["sourceHandle"] == "source"]
        if cases is None or not silent:
            continue
        taken = {edge["sourceHandle"] for edge in out}
        free = [case for case in dict.fromkeys(cases) if case not in taken]
        if not free:
            for edge in silent:
                gone.add(id(edge))
                what = "Removed: this edge doesn't say which case it is for, and each case has an edge."
                report.lost("stale_edge", lines[id(edge)], what, ", ".join(cases)[:500])
        elif len(silent) == 1:
            (edge,) = silent
            edge["sourceHandle"] = free[0]
            graph["edges"].extend({**edge, "sourceHandle": case, "id": f"{edge['id']}-{case}"} for case in free[1:])
            what = "This edge doesn't say which case it is for. It is now for all cases without an edge."
            report.lost("edge_case", lines[id(edge)], what, ", ".join(free)[:500])
    graph["edges"] = [edge for edge in graph["edges"] if id(edge) not in gone]


def _describe(edge: Json, known: dict[str, Json]) -> None:
    edge.setdefault("type", "custom")
    if not isinstance(edge.get("id"), str):
        edge["id"] = f"{edge['source']}-{edge['sourceHandle']}-{edge['target']}-{edge['targetHandle']}"
    if not isinstance(edge.get("data"), dict):
        edge["data"] = {"sourceType": _type(known[edge["source"]]), "targetType": _type(known[edge["target"]])}


def _type(node: Json) -> str:
    return node["data"]["type"]


def _fill_containers(graph: Json, report: Report) -> None:
    """A container begins at a start node of its own; the first ones began at any node in them."""
    for index, node in enumerate(list(graph["nodes"])):
        inner = CONTAINERS.get(_type(node))
        if inner is None:
            continue
        inside = [each for each in graph["nodes"] if each.get("parentId") == node["id"]]
        start = next((each for each in inside if _type(each) == inner), None)
        if start is not None:
            node["data"]["start_node_id"] = start["id"]
            continue
        first = _first_of(node, inside, graph["edges"])
        if first is not None:
            _add_start(graph, node, first, inner)
            what = f"A start node was added to the {_type(node)}."
            report.info("container_start", (*NODES, index), what)


def _first_of(container: Json, inside: list[Json], edges: list[Json]) -> Json | None:
    named = container["data"].get("start_node_id")
    entered = {edge["target"] for edge in edges}
    marked: tuple[Callable[[Json], bool], ...] = (
        lambda each: each["id"] == named,
        lambda each: bool(each["data"].get("isIterationStart") or each["data"].get("isLoopStart")),
        lambda each: each["id"] not in entered,
    )
    return next((each for mark in marked for each in inside if mark(each)), None)


def _add_start(graph: Json, container: Json, first: Json, inner: str) -> None:
    kind, container_id = _type(container), container["id"]
    taken = {each["id"] for each in graph["nodes"]}
    start_id = f"{container_id}start"
    while start_id in taken:
        start_id += "0"
    inside = {"isInIteration": kind == "iteration", "isInLoop": kind == "loop", f"{kind}_id": container_id}
    graph["nodes"].append(
        {
            "id": start_id,
            "type": STARTS[inner],
            "parentId": container_id,
            "position": {"x": 24, "y": 68},
            "data": {"type": inner, "title": "", "desc": "", **inside},
        }
    )
    ends = {"source": start_id, "sourceHandle": "source", "target": first["id"], "targetHandle": "target"}
    edge = {"id": f"{start_id}-source-{first['id']}-target", "type": "custom", **ends}
    graph["edges"].append({**edge, "data": {"sourceType": inner, "targetType": _type(first), **inside}})
    container["data"]["start_node_id"] = start_id
