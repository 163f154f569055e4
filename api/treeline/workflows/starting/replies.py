"""How a run is returned: streaming or blocking."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Response

from treeline.apps.models import App
from treeline.conversations.answering.errors import AnswerPending
from treeline.conversations.answering.replies import GRACE_SECONDS
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import reply
from treeline.kernel.server.later import waits_in_loop
from treeline.kernel.validation import problem
from treeline.kernel.web import json_response
from treeline.runs.streaming import Event, stream_response, when_ended
from treeline.workflows.logs.schemas import StepOut
from treeline.workflows.logs.service import RunLogs
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.starting.schemas import EndedRun, RunReply


def ran(app: App, start: Callable[[], UUID], *, streaming: bool) -> Response:
    """`start` starts the run. No transaction may be open, and none is while it runs."""
    waits_in_loop()
    with unit_of_work():
        run_id = start()
    if streaming:
        return stream_response(run_id)
    seconds = current.settings(WorkflowSettings).workflow_max_execution_time + GRACE_SECONDS
    return when_ended(run_id, seconds, partial(_ended, app, run_id))


def _ended(app: App, run_id: UUID, last: Event | None, ended: bool) -> Response:
    if not ended:
        raise AnswerPending(
            "The run is taking longer than usual. Its result will be at /workflows/run/{task_id}.",
            [problem("pending", str(run_id)).at("task_id")],
        )
    with unit_of_work() as session:
        out = RunReply(task_id=run_id, workflow_run_id=run_id, data=ended_run(app, run_id, RunLogs(session, app)))
    return json_response(out.model_dump_json().encode())


def tried_node(app: App, node_id: str, start: Callable[[], UUID]) -> Response:
    """The step of a node that was run by itself, when it has ended."""
    waits_in_loop()
    with unit_of_work():
        run_id = start()
    seconds = current.settings(WorkflowSettings).workflow_max_execution_time + GRACE_SECONDS
    return when_ended(run_id, seconds, partial(_step, app, run_id, node_id))


def _step(app: App, run_id: UUID, node_id: str, last: Event | None, ended: bool) -> Response:
    if not ended:
        raise AnswerPending("The node is taking longer than usual. Its result will be in the draft's last run.")
    with unit_of_work() as session:
        logs = RunLogs(session, app)
        steps = [step for step in logs.steps(run_id) if step.node_id == node_id and not step.frame]
        if not steps and last is not None and last.get("event") == "error":
            return reply(last["status"], last["code"], last["message"])
        out = StepOut.of(steps[-1], logs.mask(run_id, current.settings(WorkflowSettings)))
    return json_response(out.model_dump_json().encode())


def ended_run(app: App, run_id: UUID, logs: RunLogs) -> EndedRun:
    found = logs.get(run_id)
    return EndedRun(
        id=run_id,
        workflow_id=found.more.workflow_id,
        status=found.run.status,
        outputs=found.more.outputs,
        error=found.run.error,
        elapsed_time=found.elapsed,
        total_tokens=found.run.total_tokens,
        total_steps=found.more.steps,
        created_at=found.run.created_at,
        finished_at=found.run.finished_at,
    )
