"""One node of a draft as a graph of its own: tried without those before it."""

from collections.abc import Mapping
from typing import Any

from treeline.workflows.errors import NodeNotFound

START = "__start__"


def only(graph: Mapping[str, Any], node_id: str, kinds: tuple[str, ...] = ()) -> dict[str, Any]:
    """A graph of a start, the node, and what is inside it. `kinds`: what it must be. Raises NodeNotFound."""
    nodes = {node["id"]: node for node in graph.get("nodes") or () if isinstance(node, Mapping) and "id" in node}
    wanted = nodes.get(node_id)
    kind = (wanted or {}).get("data", {}).get("type")
    if wanted is None or (kinds and kind not in kinds):
        raise NodeNotFound
    inside = _inside(nodes, node_id)
    edges = [each for each in graph.get("edges") or () if {each.get("source"), each.get("target")} <= inside]
    start = {"id": START, "type": "custom", "data": {"type": "start", "title": "Start", "variables": []}}
    freed = {name: value for name, value in wanted.items() if name != "parentId"}
    to_it = {"id": f"{START}-{node_id}", "source": START, "target": node_id, "sourceHandle": "source"}
    return {
        "nodes": [start, freed, *(nodes[each] for each in nodes if each in inside)],
        "edges": [to_it, *edges],
    }


def _inside(nodes: Mapping[str, Mapping[str, Any]], node_id: str) -> set[str]:
    """The nodes of a container, at any depth."""
    children: dict[str, list[str]] = {}
    for each, node in nodes.items():
        if isinstance(node.get("parentId"), str):
            children.setdefault(node["parentId"], []).append(each)
    found, work = set[str](), [node_id]
    while work:
        for child in children.get(work.pop(), ()):
            if child not in found:
                found.add(child)
                work.append(child)
    return found - {node_id}


def values_from(inputs: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """{node: {name: value}} of `{"node.name": value}`; clients write the names as in templates, too: `#node.name#`."""
    found: dict[str, dict[str, Any]] = {}
    for key, value in inputs.items():
        node, _, name = key.strip("#").partition(".")
        if name:
            found.setdefault(node, {})[name] = value
    return found
