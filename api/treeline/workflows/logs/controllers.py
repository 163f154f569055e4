from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.access import get_app
from treeline.apps.errors import AppNotFound
from treeline.files.errors import BytesMissing
from treeline.kernel import current
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.paging import Page
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes
from treeline.runs import stopping
from treeline.runs.errors import RunNotFound
from treeline.runs.service import RunService
from treeline.workflows.archive.reading import StepLogs
from treeline.workflows.errors import NodeNotFound
from treeline.workflows.logs.schemas import (
    CountsQuery,
    ItemOut,
    ItemsQuery,
    LoggedRun,
    LogsQuery,
    RunCounts,
    RunDetail,
    RunList,
    RunsQuery,
    RunSummary,
    StepOut,
    StepsOut,
    StepsQuery,
)
from treeline.workflows.logs.service import RunLogs
from treeline.workflows.running.masking import Mask
from treeline.workflows.settings import WorkflowSettings

APP = "/console/api/apps/<uuid:app_id>"
REFUSALS = (AppNotFound, RunNotFound)


def app_runs(app_id: UUID, can: str) -> RunLogs:
    return RunLogs(db.session, get_app(app_id, can))


workflow_runs = Routes(
    "workflow_runs", f"{APP}/workflow-runs", group="Workflows", access=CONSOLE_OR_TOKEN, scope=app_runs
)
workflow_logs = Routes(
    "workflow_logs", f"{APP}/workflow-app-logs", group="Logs", access=CONSOLE_OR_TOKEN, scope=app_runs
)


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
def list_steps(logs: RunLogs, run_id: UUID, query: StepsQuery) -> StepsOut:
    """List the steps of a run, in order. Large values are previews."""
    steps = StepLogs(logs.app).steps(run_id, query.wanted)
    mask = _mask(logs, run_id)
    return StepsOut(data=[StepOut.of(step, mask) for step in steps])


def _mask(logs: RunLogs, run_id: UUID) -> Mask:
    with unit_of_work() as session:
        return RunLogs(session, logs.app).mask(run_id, current.settings(WorkflowSettings))


chatflow_runs = workflow_runs.mirrored(
    "chatflow_runs", f"{APP}/advanced-chat/workflow-runs", access=CONSOLE_OR_TOKEN, scope=app_runs
)


@workflow_runs.get(
    "/<uuid:run_id>/node-executions/<uuid:step_id>",
    can="read",
    transactional=False,
    refusals=(*REFUSALS, NodeNotFound, BytesMissing),
)
def read_step(logs: RunLogs, run_id: UUID, step_id: UUID) -> StepOut:
    """Get a step with its values in full."""
    step, values = StepLogs(logs.app).step(run_id, step_id)
    return StepOut.of(step, _mask(logs, run_id), values)


@workflow_runs.get("/<uuid:run_id>/items", can="read", transactional=False, refusals=(*REFUSALS, BytesMissing))
def list_items(logs: RunLogs, run_id: UUID, query: ItemsQuery) -> Page[ItemOut]:
    """List the items of an iteration or the rounds of a loop, in order. Of more than 100, steps are kept for the first
    50, the last 50 and those that failed.
    """
    items = StepLogs(logs.app).items(run_id, query.container)
    shown = items[query.offset : query.offset + query.limit]
    return Page.of([ItemOut.of(item) for item in shown], len(items), query)


@workflow_runs.post(
    "/<uuid:run_id>/stop", can="edit", deed="run.stop", needs="run", transactional=False, refusals=REFUSALS
)
def stop_run(logs: RunLogs, run_id: UUID) -> Done:
    """Stop a run, whoever started it. Finished runs don't change."""
    with unit_of_work() as session:
        found = RunLogs(session, logs.app).get(run_id)
        RunService(session, logs.app).request_stop(found.run)
        done(session)
    stopping.signal(current.redis(), run_id)
    return DONE


@workflow_logs.get("", can="read", refusals=[AppNotFound])
def list_logs(logs: RunLogs, query: LogsQuery) -> Page[LoggedRun]:
    """List the runs of all users, newest first."""
    found, total = logs.page(query.wanted, query.offset, query.limit)
    return Page.of([LoggedRun.of(ran) for ran in found], total, query)
