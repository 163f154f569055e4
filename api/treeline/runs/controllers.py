from uuid import UUID

from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.end_users.service import EndUserService
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.models import App
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import Routes
from treeline.runs.errors import RunNotFound
from treeline.runs.models import Run
from treeline.runs.schemas import EndUserQuery, FollowRunQuery, RunOut
from treeline.runs.service import RunService
from treeline.runs.streaming import stream_response

console_runs = Routes(
    "runs", "/console/api/apps/<uuid:app_id>/runs", group="Runs", access=CONSOLE_OR_TOKEN, scope=get_app
)
runs = Routes("v1_runs", "/v1/runs", group="Runs", access=APP_KEY, scope=key_app, needs="run")


@console_runs.get("/<uuid:task_id>", can="read", refusals=[AppNotFound, RunNotFound])
def read_run(app: App, task_id: UUID) -> RunOut:
    """Get a run: its status, config and version."""
    return RunOut.model_validate(RunService(db.session, app).find(task_id))


@console_runs.get("/<uuid:task_id>/events", can="read", transactional=False, refusals=[AppNotFound, RunNotFound])
def follow_run(app: App, task_id: UUID, query: FollowRunQuery) -> Response:
    """Stream a run's events as server-sent events. Last-Event-ID resumes after that event."""
    with unit_of_work() as session:
        RunService(session, app).find(task_id)
    return stream_response(task_id, past_pauses=query.continue_on_pause)


@runs.get("/<uuid:task_id>", can="read", refusals=[AppNotFound, RunNotFound])
def read_own_run(app: App, task_id: UUID, query: EndUserQuery) -> RunOut:
    """Get a run of an end user."""
    return RunOut.model_validate(_own(app, task_id, query.user))


@runs.get("/<uuid:task_id>/events", can="read", transactional=False, refusals=[AppNotFound, RunNotFound])
def follow_own_run(app: App, task_id: UUID, query: EndUserQuery) -> Response:
    """Stream the events of an end user's run as server-sent events. Last-Event-ID resumes after that event."""
    with unit_of_work():
        _own(app, task_id, query.user)
    return stream_response(task_id)


def _own(app: App, task_id: UUID, user: str) -> Run:
    end_user = EndUserService(db.session, app).find(user)
    return RunService(db.session, app).of_end_user(task_id, end_user.id if end_user else None)
