"""Workflows that ask people."""

from typing import Any

from tests.integration_tests.workflows.graphs import edge, graph, node, text_input

ACTIONS = [
    {"id": "approve", "title": "Approve", "button_style": "primary"},
    {"id": "reject", "title": "Reject", "button_style": "default"},
]
WEBAPP = [{"id": "w", "type": "webapp", "enabled": True}]


def asking(node_id: str = "ask", **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "delivery_methods": WEBAPP,
        "form_content": "Send this to {{#start.name#}}?\n\n{{#$outputs.why#}}",
        "inputs": [{"type": "paragraph", "output_variable_name": "why", "label": "Why", "required": True}],
        "user_actions": ACTIONS,
        "timeout": 1,
        "timeout_unit": "day",
    }
    return node(node_id, "human-input", **data | more)


def ending(node_id: str, asked: str = "ask") -> dict[str, Any]:
    outputs = [
        {"variable": "branch", "value_selector": [asked, "__action_id"]},
        {"variable": "why", "value_selector": [asked, "why"]},
        {"variable": "from", "value_selector": ["start", "name"]},
    ]
    return node(node_id, "end", outputs=outputs)


START = node("start", "start", variables=[text_input("name")])
# A question with a branch for each of its answers.
APPROVAL = graph(
    START,
    asking(),
    ending("sent"),
    ending("kept"),
    ending("late"),
    edge("start", "ask"),
    edge("ask", "sent", "approve"),
    edge("ask", "kept", "reject"),
    edge("ask", "late", "__timeout"),
)
ANSWER = {"inputs": {"why": "Because"}, "action": "approve"}
