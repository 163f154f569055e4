"""Workflows that ask people."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.integration_tests.workflows.graphs import edge, graph, node, text_input
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id
from treeline.runs.models import Run
from treeline.workflows.forms.models import HumanInputForm
from treeline.workflows.forms.tokens import hashed_token

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


def add_form(session: DbSession, workspace_id: UUID, app_id: UUID, token: str) -> str:
    """The id of a form that waits, without a workflow."""
    run = Run(workspace_id=workspace_id, app_id=app_id, kind="workflow", input={}, status="paused")
    session.add(run)
    session.flush()
    form = HumanInputForm(
        id=new_id(),
        workspace_id=workspace_id,
        app_id=app_id,
        run_id=run.id,
        node_id="ask",
        title="Asked",
        form={
            "form_content": "",
            "resolved_default_values": {},
            "inputs": [],
            "user_actions": [{"id": "x", "title": "x", "button_style": "default"}],
        },
        token_hash=hashed_token(token),
        expires_at=run.created_at + timedelta(days=1),
    )
    session.add(form)
    return str(form.id)
