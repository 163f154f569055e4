"""What is stored and told of runs that did not end by themselves."""

import logging
from typing import Any

from treeline.kernel.db import DbSession
from treeline.kernel.errors import ApiError
from treeline.runs.executors import executor_of
from treeline.runs.models import Run
from treeline.runs.ports import tell_ended

log = logging.getLogger(__name__)


def failure_stored(session: DbSession, run: Run, answer: str) -> dict[str, Any]:
    """What the executor says of a failed run; then others are told of it. A run ends, even if its executor cannot tell
    of it.
    """
    try:
        with session.begin_nested():
            return executor_of(run.kind).failed(session, run, answer)
    except Exception:
        log.exception("run %s: could not store its failure", run.id)
        return {}
    finally:
        tell_ended(session, run.id)


def failure(error: ApiError) -> dict[str, Any]:
    """What the row of a failed run keeps of an error."""
    kept = {"error_code": error.code, "error_status": error.status, "error_retryable": error.retryable}
    return {**kept, "error": error.message}


def error_event(run: Run, fields: dict[str, Any]) -> dict[str, Any]:
    """`error`, the last event of a run that did not end by itself."""
    said = {
        "code": run.error_code or run.status,
        "message": run.error or "The run was stopped.",
        "status": run.error_status or 400,
        "retryable": run.error_retryable,
    }
    return {"event": "error", "task_id": str(run.id), **fields, **said}
