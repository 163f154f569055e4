"""Graphs whose nodes do next to nothing, so that what is measured is the engine."""

from typing import Any

Graph = dict[str, Any]
START = {"id": "start", "type": "custom", "data": {"type": "start", "title": "start", "variables": []}}
CONDITION = {
    "id": "c",
    "variable_selector": ["start", "x"],
    "comparison_operator": "contains",
    "value": "a",
    "varType": "string",
}
CASES = [{"case_id": "true", "logical_operator": "and", "conditions": [CONDITION]}]


def node(node_id: str, kind: str, parent: str | None = None, **data: Any) -> Graph:
    made: Graph = {"id": node_id, "type": "custom", "data": {"type": kind, "title": node_id, **data}}
    return made | {"parentId": parent} if parent else made


def edge(source: str, target: str, handle: str = "source") -> Graph:
    return {"id": f"{source}-{target}", "source": source, "sourceHandle": handle, "target": target}


def template(node_id: str, selector: tuple[str, str] = ("start", "x"), parent: str | None = None) -> Graph:
    variables = [{"variable": "x", "value_selector": list(selector)}]
    return node(node_id, "template-transform", parent, template="v {{ x }}", variables=variables)


def if_else(node_id: str) -> Graph:
    return node(node_id, "if-else", cases=CASES)


def code(node_id: str) -> Graph:
    outputs = {"one": {"type": "number", "children": None}}
    source = "def main():\n    return {'one': 1}"
    return node(node_id, "code", code=source, code_language="python3", variables=[], outputs=outputs)


_MADE = {"template": template, "if-else": if_else, "code": code}


def end(*selector: str) -> Graph:
    return node("end", "end", outputs=[{"variable": "result", "value_selector": list(selector)}])


def chain(length: int, kind: str) -> Graph:
    """`kind`: "template", "if-else" or "code"."""
    nodes, edges, last, handle = [START], list[Graph](), "start", "source"
    for number in range(length):
        name = f"n{number}"
        nodes.append(_MADE[kind](name))
        edges.append(edge(last, name, handle))
        last, handle = name, "true" if kind == "if-else" else "source"
    return {"nodes": [*nodes, end("start", "x")], "edges": [*edges, edge(last, "end", handle)]}


def fan(width: int, depth: int) -> Graph:
    """`width` branches of `depth` templates each, which meet at the end."""
    nodes, edges = [START], list[Graph]()
    for branch in range(width):
        last = "start"
        for step in range(depth):
            name = f"b{branch}_{step}"
            nodes.append(template(name))
            edges.append(edge(last, name))
            last = name
        edges.append(edge(last, "end"))
    return {"nodes": [*nodes, end("b0_0", "output")], "edges": edges}


def iteration(*, parallel: bool) -> Graph:
    """A template for each of the environment's `items`."""
    container = node(
        "it",
        "iteration",
        iterator_selector=["env", "items"],
        output_selector=["inner", "output"],
        start_node_id="begin",
        is_parallel=parallel,
        parallel_nums=10,
        error_handle_mode="terminated",
    )
    inside = [node("begin", "iteration-start", "it"), template("inner", ("it", "item"), "it")]
    edges = [edge("start", "it"), edge("begin", "inner"), edge("it", "end")]
    return {"nodes": [START, container, *inside, end("it", "output")], "edges": edges}
