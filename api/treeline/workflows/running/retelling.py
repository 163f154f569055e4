"""The events of a run once more, from its rows: its stream has expired, or Redis has lost it."""

from typing import Any

from sqlalchemy import select

from treeline.conversations.answering.events import common, message_end
from treeline.conversations.models import Message
from treeline.kernel.db import DbSession
from treeline.runs.failing import error_event
from treeline.runs.models import Run
from treeline.workflows.engine.facts import RunEnded
from treeline.workflows.forms.waiting import forms_of
from treeline.workflows.models import WorkflowRun
from treeline.workflows.running.events import ended_data
from treeline.workflows.running.pauses import asked_data, paused_data


def so_far(session: DbSession, run: Run) -> list[dict[str, Any]]:
    """Of one that has not ended: that it has begun. What its nodes did is in its rows, and stands in the console."""
    more, message = _more(session, run)
    return [] if more is None else [_started(run, more, _always(run, message))]


def ended(session: DbSession, run: Run) -> list[dict[str, Any]]:
    """The beginning, the text in one piece, and the end, or whom it waits for."""
    more, message = _more(session, run)
    if more is None:
        return []
    always = _always(run, message)
    told = [_started(run, more, always)]
    text = message.answer if message is not None else ""
    if text and message is not None:
        told.append({"event": "message", **always, "id": str(message.id), "answer": text})
    if run.status == "paused":
        return [*told, *_paused(session, run, more, always)]
    told.append({"event": "workflow_finished", **always, "data": _ended(run, more)})
    if message is None:
        return told
    if message.status == "error":
        return [*told, error_event(run, common(run.kind, message))]
    return [*told, {"task_id": str(run.id), **message_end(run.kind, message)}]


def _paused(session: DbSession, run: Run, more: WorkflowRun, always: dict[str, Any]) -> list[dict[str, Any]]:
    forms = [form for form in forms_of(session, run.id).values() if form.state == "waiting"]
    to_member = run.account_id is not None
    asked = [asked_data(form, to_member=to_member) for form in forms]
    began = run.started_at or run.created_at
    data = paused_data(run.id, forms, began=began, tokens=run.total_tokens, steps=more.steps, to_member=to_member)
    told = [{"event": "human_input_required", **always, "data": each} for each in asked]
    return [*told, {"event": "workflow_paused", **always, "data": data}]


def _ended(run: Run, more: WorkflowRun) -> dict[str, Any]:
    began = run.started_at or run.created_at
    error = {"message": run.error} if run.error else None
    fact = RunEnded(run.status, more.outputs or {}, error, more.exceptions_count, more.steps)  # pyright: ignore[reportArgumentType]  one of them
    by = {"id": str(run.account_id or run.end_user_id)}
    times = {"began": began, "finished": run.finished_at or began}
    return ended_data(run.id, more.workflow_id, fact, **times, tokens=run.total_tokens, by=by)


def _started(run: Run, more: WorkflowRun, always: dict[str, Any]) -> dict[str, Any]:
    data = {
        "id": str(run.id),
        "workflow_id": str(more.workflow_id),
        "inputs": more.inputs,
        "created_at": int((run.started_at or run.created_at).timestamp()),
    }
    return {"event": "workflow_started", **always, "data": data}


def _always(run: Run, message: Message | None) -> dict[str, Any]:
    said = {"task_id": str(run.id), "workflow_run_id": str(run.id)}
    return said if message is None else common(run.kind, message) | said


def _more(session: DbSession, run: Run) -> tuple[WorkflowRun | None, Message | None]:
    message = session.scalars(select(Message).where(Message.run_id == run.id)).one_or_none()
    return session.get(WorkflowRun, run.id), message
