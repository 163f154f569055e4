"""What clients are told of a run that waits for people."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from treeline.kernel import current
from treeline.kernel.settings import KernelSettings
from treeline.workflows.forms.tokens import token_of
from treeline.workflows.forms.waiting import KnownForm


def asked_data(form: KnownForm, *, to_member: bool) -> dict[str, Any]:
    """The data of human_input_required. Who starts a run gets the token only where they are the one who is asked."""
    shown = to_member or form.form["asks_the_user"]
    settings = current.settings(KernelSettings)
    return {
        "form_id": str(form.id),
        "node_id": form.node_id,
        "node_title": form.title,
        "form_content": form.form["form_content"],
        "inputs": form.form["inputs"],
        "actions": form.form["user_actions"],
        "resolved_default_values": form.form["resolved_default_values"],
        "display_in_ui": shown,
        "form_token": token_of(settings, form.id, form.token_hash) if shown else None,
        "expiration_time": int(form.expires_at.timestamp()),
    }


def answered_data(form: KnownForm) -> dict[str, Any]:
    """The data of human_input_form_filled, or of human_input_form_timeout."""
    about: dict[str, Any] = {"form_id": str(form.id), "node_id": form.node_id, "node_title": form.title}
    if form.action is None:
        return {**about, "expiration_time": int(form.expires_at.timestamp())}
    titles = {each["id"]: each["title"] for each in form.form["user_actions"]}
    return {**about, "action_id": form.action, "action_text": titles.get(form.action, form.action)}


def paused_data(
    run_id: UUID, forms: Collection[KnownForm], *, began: datetime, tokens: int, steps: int, to_member: bool
) -> dict[str, Any]:
    """The data of workflow_paused."""
    reasons = [{"TYPE": "human_input_required", **asked_data(form, to_member=to_member)} for form in forms]
    return {
        "workflow_run_id": str(run_id),
        "status": "paused",
        "paused_nodes": [form.node_id for form in forms],
        "reasons": reasons,
        "outputs": {},
        "created_at": int(began.timestamp()),
        "total_tokens": tokens,
        "total_steps": steps,
    }
