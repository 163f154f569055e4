"""Small workflows for tests."""

from typing import Any


def node(node_id: str, kind: str, **data: Any) -> dict[str, Any]:
    parent = data.pop("parent", None)
    inside = {"parentId": parent} if parent else {}
    return {"id": node_id, "type": "custom", **inside, "data": {"type": kind, "title": node_id, **data}}


def edge(source: str, target: str, handle: str = "source") -> dict[str, Any]:
    return {
        "id": f"{source}-{handle}-{target}",
        "source": source,
        "sourceHandle": handle,
        "target": target,
        "targetHandle": "target",
    }


def graph(*parts: dict[str, Any]) -> dict[str, Any]:
    edges = [part for part in parts if "source" in part]
    return {"nodes": [part for part in parts if "source" not in part], "edges": edges, "viewport": {"x": 0, "y": 0}}


def text_input(name: str, **more: Any) -> dict[str, Any]:
    return {"variable": name, "label": name, "type": "text-input", "required": False, "max_length": 200, **more}


HELLO = graph(
    node("start", "start", variables=[text_input("name", required=True)]),
    node(
        "greet",
        "template-transform",
        template="Hello {{ name }}!",
        variables=[{"variable": "name", "value_selector": ["start", "name"]}],
    ),
    node("end", "end", outputs=[{"variable": "text", "value_selector": ["greet", "output"], "value_type": "string"}]),
    edge("start", "greet"),
    edge("greet", "end"),
)
