"""The events of a run once more, from its rows: its stream has expired, or Redis has lost it."""

from typing import Any

from sqlalchemy import select

from treeline.conversations.answering.events import common, message_end
from treeline.conversations.models import Message
from treeline.kernel.db import DbSession
from treeline.runs.execution import error_event
from treeline.runs.models import Run
from treeline.workflows.models import WorkflowRun


def so_far(session: DbSession, run: Run) -> list[dict[str, Any]]:
    """Of one that has not ended: that it has begun. What its nodes did is in its rows, and stands in the console."""
    more, message = _more(session, run)
    return [] if more is None else [_started(run, more, _always(run, message))]


def ended(session: DbSession, run: Run) -> list[dict[str, Any]]:
    """The beginning, the text in one piece, and the end."""
    more, message = _more(session, run)
    if more is None:
        return []
    always = _always(run, message)
    told = [_started(run, more, always)]
    text = message.answer if message is not None else ""
    if text and message is not None:
        told.append({"event": "message", **always, "id": str(message.id), "answer": text})
    told.append({"event": "workflow_finished", **always, "data": finished_data(run, more)})
    if message is None:
        return told
    if message.status == "error":
        return [*told, error_event(run, common(run.kind, message))]
    return [*told, {"task_id": str(run.id), **message_end(run.kind, message)}]


def finished_data(run: Run, more: WorkflowRun) -> dict[str, Any]:
    began = run.started_at or run.created_at
    finished = run.finished_at or began
    return {
        "id": str(run.id),
        "workflow_id": str(more.workflow_id),
        "status": run.status,
        "outputs": more.outputs,
        "error": run.error,
        "elapsed_time": (finished - began).total_seconds(),
        "total_tokens": run.total_tokens,
        "total_steps": more.steps,
        "created_by": {"id": str(run.account_id or run.end_user_id)},
        "created_at": int(began.timestamp()),
        "finished_at": int(finished.timestamp()),
        "exceptions_count": more.exceptions_count,
        "files": [],
    }


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
