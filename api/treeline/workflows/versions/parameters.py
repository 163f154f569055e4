"""What clients need to know to run a workflow: its form, and what it takes and shows."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.workflows.drafts.service import MODES
from treeline.workflows.models import Workflow
from treeline.workflows.nodes.start import StartData

# What a feature has to be to be shown; otherwise the usual stands.
FEATURES: Mapping[str, type] = {
    "opening_statement": str,
    "suggested_questions": list,
    "suggested_questions_after_answer": dict,
    "speech_to_text": dict,
    "text_to_speech": dict,
    "retriever_resource": dict,
    "sensitive_word_avoidance": dict,
    "file_upload": dict,
}


def parameters(session: DbSession, app: App) -> Mapping[str, Any] | None:
    """Of what is published; of a workflow that is not, nothing to fill in."""
    if app.mode not in MODES:
        return None
    newest = select(Workflow).where(Workflow.app_id == app.id, Workflow.state == "published")
    row = session.scalars(newest.order_by(Workflow.created_at.desc(), Workflow.id.desc()).limit(1)).one_or_none()
    if row is None:
        return {}
    features = {name: row.features.get(name) for name in FEATURES}
    kept = {name: value for name, value in features.items() if isinstance(value, FEATURES[name])}
    return {**kept, "user_input_form": form_of(row.graph)}


def form_of(graph: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The start's variables, each wrapped in its type."""
    for node in graph.get("nodes") or ():
        data = node.get("data") if isinstance(node, Mapping) else None
        if isinstance(data, Mapping) and data.get("type") == "start":
            try:
                variables = StartData.model_validate(data).variables
            except ValidationError:
                return []
            return [{each.type: each.model_dump(mode="json", exclude={"type"})} for each in variables]
    return []
