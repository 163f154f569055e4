from uuid import UUID

from treeline.accounts.access import CONSOLE
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.files.errors import BytesMissing
from treeline.kernel import current
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.paging import Page
from treeline.kernel.web import Routes
from treeline.runs.errors import RunNotFound
from treeline.workflows.archive.reading import StepLogs
from treeline.workflows.logs.schemas import (
    CountsQuery,
    LoggedRun,
    LogsQuery,
    RunCounts,
    RunDetail,
    RunList,
    RunsQuery,
    RunSummary,
    StepOut,
    StepsOut,
)
from treeline.workflows.logs.service import RunLogs
from treeline.workflows.settings import WorkflowSettings

APP = "/console/api/apps/<uuid:app_id>"
REFUSALS = (AppNotFound, RunNotFound)


def app_runs(app_id: UUID, can: str) -> RunLogs:
    return RunLogs(db.session, get_app(app_id, can))


workflow_runs = Routes("workflow_runs", f"{APP}/workflow-runs", group="Workflows", access=CONSOLE, scope=app_runs)
workflow_logs = Routes("workflow_logs", f"{APP}/workflow-app-logs", group="Logs", access=CONSOLE, scope=app_runs)


@workflow_runs.get("", can="read", refusals=REFUSALS)
def list_runs(logs: RunLogs, query: RunsQuery) -> RunList:
    """List the runs of a workflow, newest first."""
    found, more = logs.after(query.wanted, query.last_id, query.limit)
    return RunList(data=[RunSummary.of(ran) for ran in found], limit=query.limit, has_more=more)


@workflow_runs.get("/count", can="read", refusals=REFUSALS)
def count_runs(logs: RunLogs, query: CountsQuery) -> RunCounts:
    """Count the runs by status."""
    return RunCounts.of(logs.counts(query.time_range, query.triggered_from))


@workflow_runs.get("/<uuid:run_id>", can="read", refusals=REFUSALS)
def read_run(logs: RunLogs, run_id: UUID) -> RunDetail:
    """Get a run with its graph, inputs and outputs."""
    return RunDetail.of(logs.get(run_id))


@workflow_runs.get(
    "/<uuid:run_id>/node-executions", can="read", transactional=False, refusals=(*REFUSALS, BytesMissing)
)
def list_steps(logs: RunLogs, run_id: UUID) -> StepsOut:
    """List the steps of a run, in order. Large values are previews."""
    steps = StepLogs(logs.app).steps(run_id)
    with unit_of_work() as session:
        mask = RunLogs(session, logs.app).mask(run_id, current.settings(WorkflowSettings))
    return StepsOut(data=[StepOut.of(step, mask) for step in steps])


chatflow_runs = workflow_runs.mirrored(
    "chatflow_runs", f"{APP}/advanced-chat/workflow-runs", access=CONSOLE, scope=app_runs
)


@workflow_logs.get("", can="read", refusals=[AppNotFound])
def list_logs(logs: RunLogs, query: LogsQuery) -> Page[LoggedRun]:
    """List the runs of all users, newest first."""
    found, total = logs.page(query.wanted, query.offset, query.limit)
    return Page.of([LoggedRun.of(ran) for ran in found], total, query)
