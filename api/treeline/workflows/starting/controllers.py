from uuid import UUID

from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY, key_app
from treeline.apps.models import App
from treeline.conversations.answering.access import stop_own
from treeline.conversations.answering.errors import AnswerPending
from treeline.conversations.answering.schemas import StopIn
from treeline.files.uploads.errors import UploadNotFound
from treeline.kernel import current
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.paging import Page
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes
from treeline.runs.errors import RunNotFound, TooManyRuns, VersionDeleted
from treeline.runs.streaming import stream_response
from treeline.workflows.errors import (
    DraftNotExist,
    GraphInvalid,
    NodeNotFound,
    NotForThisMode,
    WorkflowNotFound,
    WorkflowNotPublished,
)
from treeline.workflows.logs.schemas import LoggedRun, LogsQuery, StepOut
from treeline.workflows.logs.service import RunLogs
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.starting.access import require_own, run_published, try_draft, try_node
from treeline.workflows.starting.replies import ended_run, ran, tried_node
from treeline.workflows.starting.schemas import EndedRun, FollowQuery, RunIn, RunReply, TriedRunIn
from treeline.workflows.variables.schemas import RunNodeIn

STARTS = (AppNotFound, NotForThisMode, GraphInvalid, UploadNotFound, TooManyRuns, VersionDeleted)
NODE_REFUSALS = (*STARTS, DraftNotExist, NodeNotFound, AnswerPending)
RUNS = (*STARTS, WorkflowNotPublished, WorkflowNotFound, AnswerPending)

tried = Routes(
    "workflow_tries",
    "/console/api/apps/<uuid:app_id>",
    group="Workflows",
    access=CONSOLE_OR_TOKEN,
    scope=get_app,
    needs="run",
)
followed = Routes("v1_workflow_events", "/v1/workflow", group="Workflows", access=APP_KEY, scope=key_app, needs="run")
workflows = Routes("v1_workflows", "/v1/workflows", group="Workflows", access=APP_KEY, scope=key_app, needs="run")


@tried.post("/workflows/draft/run", can="edit", transactional=False, refusals=(*STARTS, DraftNotExist, NodeNotFound))
def run_draft(app: App, body: TriedRunIn) -> Response:
    """Run the draft with the app's files as they are now. Returns server-sent events."""
    return ran(app, lambda: try_draft(app, body), streaming=True)


@tried.post(
    "/workflows/draft/nodes/<node_id>/run", can="edit", transactional=False, reply=StepOut, refusals=NODE_REFUSALS
)
def run_node(app: App, node_id: str, body: RunNodeIn) -> Response:
    """Run one node of the draft, with the values in the request and in the variable inspector."""
    return tried_node(app, node_id, lambda: try_node(app, node_id, body))


@tried.post("/workflows/draft/iteration/nodes/<node_id>/run", can="edit", transactional=False, refusals=NODE_REFUSALS)
def run_iteration(app: App, node_id: str, body: RunNodeIn) -> Response:
    """Run one iteration of the draft. Returns server-sent events."""
    return ran(app, lambda: try_node(app, node_id, body, ("iteration",)), streaming=True)


@tried.post("/workflows/draft/loop/nodes/<node_id>/run", can="edit", transactional=False, refusals=NODE_REFUSALS)
def run_loop(app: App, node_id: str, body: RunNodeIn) -> Response:
    """Run one loop of the draft. Returns server-sent events."""
    return ran(app, lambda: try_node(app, node_id, body, ("loop",)), streaming=True)


@tried.get("/workflows/draft/nodes/<node_id>/last-run", can="read", refusals=[AppNotFound, NodeNotFound])
def read_last_run(app: App, node_id: str) -> StepOut:
    """Get the result of a node when you last ran it."""
    logs = RunLogs(db.session, app)
    step = logs.last_step(node_id, current_member().account_id)
    if step is None:
        raise NodeNotFound("You haven't run this node yet.")
    return StepOut.of(step, logs.mask(step.run_id, current.settings(WorkflowSettings)))


@tried.post(
    "/workflow-runs/tasks/<uuid:task_id>/stop", can="edit", transactional=False, refusals=[AppNotFound, RunNotFound]
)
def stop_tried(app: App, task_id: UUID) -> Done:
    """Stop a run you started."""
    stop_own(app, task_id)
    return DONE


@workflows.post("/run", can="edit", transactional=False, reply=RunReply, refusals=RUNS)
def run_workflow(app: App, body: RunIn) -> Response:
    """Run the published workflow. With `response_mode` `streaming`, returns server-sent events."""
    return ran(app, lambda: run_published(app, body), streaming=body.streaming)


@workflows.post("/<workflow_id>/run", can="edit", transactional=False, reply=RunReply, refusals=RUNS)
def run_version(app: App, workflow_id: str, body: RunIn) -> Response:
    """Run one version of the workflow."""
    return ran(app, lambda: run_published(app, body, workflow_id), streaming=body.streaming)


@workflows.get("/run/<uuid:run_id>", can="read", refusals=[AppNotFound, RunNotFound])
def read_workflow_run(app: App, run_id: UUID) -> EndedRun:
    """Get a run: its status, outputs and cost so far."""
    return ended_run(app, run_id, RunLogs(db.session, app))


@followed.get("/<uuid:task_id>/events", can="read", transactional=False, refusals=[AppNotFound, RunNotFound])
def follow_workflow(app: App, task_id: UUID, query: FollowQuery) -> Response:
    """Stream the events of an end user's run from now on; of a finished one, how it ended. Last-Event-ID resumes after
    that event.
    """
    with unit_of_work():
        require_own(app, task_id, query.user)
    return stream_response(task_id, only_new=not query.include_state_snapshot, past_pauses=query.continue_on_pause)


@workflows.post("/tasks/<uuid:task_id>/stop", can="edit", transactional=False, refusals=[AppNotFound, RunNotFound])
def stop_workflow(app: App, task_id: UUID, body: StopIn) -> Done:
    """Stop a run of this end user. Finished runs don't change."""
    stop_own(app, task_id, user=body.user)
    return DONE


@workflows.get("/logs", can="read", refusals=[AppNotFound])
def list_workflow_logs(app: App, query: LogsQuery) -> Page[LoggedRun]:
    """List the app's runs, newest first."""
    found, total = RunLogs(db.session, app).page(query.wanted, query.offset, query.limit)
    return Page.of([LoggedRun.of(each) for each in found], total, query)
