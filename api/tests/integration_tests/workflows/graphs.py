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


def llm(node_id: str, *prompts: tuple[str, str], **more: Any) -> dict[str, Any]:
    """A node that asks the scripted model."""
    model = {"provider": "openai_api_compatible", "name": "scripted", "mode": "chat", "completion_params": {}}
    template = [{"role": role, "text": text} for role, text in prompts]
    return node(node_id, "llm", model=model, prompt_template=template, **more)


# Says hello once, and then what the model says; counts its messages.
CHATFLOW = graph(
    node("start", "start", variables=[text_input("city")]),
    llm(
        "llm",
        ("system", "You know {{#start.city#}}."),
        memory={"window": {"enabled": False, "size": 10}, "query_prompt_template": "{{#sys.query#}}"},
    ),
    node(
        "count",
        "assigner",
        version="2",
        items=[
            {
                "variable_selector": ["conversation", "asked"],
                "input_type": "constant",
                "operation": "+=",
                "value": 1,
            }
        ],
    ),
    node("answer", "answer", answer="{{#llm.text#}} ({{#conversation.asked#}})"),
    edge("start", "llm"),
    edge("llm", "count"),
    edge("count", "answer"),
)
ASKED = {"id": "1", "name": "asked", "value_type": "number", "value": 0, "description": ""}
