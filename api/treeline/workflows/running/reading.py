"""Everything a run needs, read in one transaction: plain values, so no connection is held afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from treeline.conversations.models import ConversationVariable, Message
from treeline.kernel.db import DbSession
from treeline.runs.executors import LeaseLost, RunHandle
from treeline.runs.models import Run
from treeline.workflows.compiling import document_of
from treeline.workflows.engine.facts import Row
from treeline.workflows.engine.step import Usage, Write
from treeline.workflows.engine.values import coerce, from_json
from treeline.workflows.environment import secrets_of, with_secrets
from treeline.workflows.forms.waiting import KnownForm, forms_of
from treeline.workflows.models import Workflow, WorkflowRun, WorkflowStep, WorkflowValue
from treeline.workflows.running.packing import names_of, unpacked
from treeline.workflows.settings import WorkflowSettings

SYSTEM = "sys."

_WORK = (
    select(WorkflowRun, Workflow, Message)
    .join(Workflow, Workflow.id == WorkflowRun.workflow_id)
    .join(Run, Run.id == WorkflowRun.run_id)
    .outerjoin(Message, Message.run_id == WorkflowRun.run_id)
    .where(WorkflowRun.run_id == bindparam("run"))
    .where(Run.lease_token == bindparam("token"), Run.status == "running")
)


@dataclass(frozen=True)
class Work:
    """`inputs`: of the start node; `system`: the variables under `sys`. `rows`: what has been stored, in its order."""

    workflow_id: UUID
    app_id: UUID
    graph: Mapping[str, Any]
    hash: str
    inputs: Mapping[str, Any]
    system: Mapping[str, Any]
    environment: Mapping[str, Any]
    secrets: frozenset[str]
    conversation: Mapping[str, Any]
    conversation_types: Mapping[str, str]
    began: datetime
    rows: Sequence[Row] = ()
    message: Message | None = None
    known_values: frozenset[str] = frozenset()
    # Of a single node that is tried: what others have given, {node: {name: value}}.
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # Of those whom it asks, by their ids.
    forms: Mapping[UUID, KnownForm] = field(default_factory=dict)

    # Where it begins, if not at the start.
    root: str | None = None

    @property
    def conversation_id(self) -> UUID | None:
        return self.message.conversation_id if self.message else None


def read_work(session: DbSession, run: RunHandle, settings: WorkflowSettings) -> Work:
    """Raises SecretsLost, LeaseLost."""
    found = session.execute(_WORK, {"run": run.id, "token": run.attempt}).one_or_none()
    if found is None:
        raise LeaseLost
    more, workflow, message = found
    if run.attempt > 1:
        session.execute(update(WorkflowRun).where(WorkflowRun.run_id == run.id).values(attempts=run.attempt))
    values = {name: from_json(value) for name, value in more.inputs.items()}
    secrets = secrets_of(workflow, settings)
    is_new = run.attempt == 1 and more.forked_from is None
    rows, hashes = ([], frozenset[str]()) if is_new else _rows(session, run)
    key, graph = document_of(workflow, run.input.get("node"))
    return Work(
        workflow_id=workflow.id,
        app_id=run.app_id,
        graph=graph,
        hash=key,
        inputs={name: value for name, value in values.items() if not name.startswith(SYSTEM)},
        system={name.removeprefix(SYSTEM): value for name, value in values.items() if name.startswith(SYSTEM)},
        environment=_environment(workflow, secrets),
        secrets=frozenset(secrets.values()),
        conversation_types={each["name"]: str(each["value_type"]) for each in workflow.conversation_variables},
        conversation=_conversation(session, workflow, message),
        began=run.started_at,
        rows=rows,
        message=message,
        known_values=hashes,
        root=run.input.get("root"),
        given=from_json(run.input.get("values") or {}),
        forms=forms_of(session, run.id) if any(row.status == "paused" for row in rows) else {},
    )


def _environment(workflow: Workflow, secrets: Mapping[str, str]) -> dict[str, Any]:
    variables = with_secrets(workflow.environment_variables, secrets)
    return {each["name"]: _value(each) for each in variables}


def _conversation(session: DbSession, workflow: Workflow, message: Message | None) -> dict[str, Any]:
    """The defaults, and over them what the conversation has kept."""
    found = {each["name"]: _value(each) for each in workflow.conversation_variables}
    if message is not None:
        mine = select(ConversationVariable).where(ConversationVariable.conversation_id == message.conversation_id)
        found |= {row.name: from_json(row.value) for row in session.scalars(mine) if row.name in found}
    return found


def _value(variable: Mapping[str, Any]) -> Any:
    try:
        return coerce(from_json(variable.get("value")), str(variable.get("value_type") or "any"))
    except (ValueError, KeyError):
        return variable.get("value")


def _rows(session: DbSession, run: RunHandle) -> tuple[list[Row], frozenset[str]]:
    mine = select(WorkflowStep).where(WorkflowStep.run_id == run.id)
    steps = session.scalars(mine.order_by(WorkflowStep.seq)).all()
    values = values_of(session, run.id, steps)
    return [_row(step, values) for step in steps], frozenset(values)


def values_of(session: DbSession, run_id: UUID, steps: Sequence[WorkflowStep]) -> dict[str, Any]:
    """The large values that these rows name for what follows, by one query."""
    wanted = {name for step in steps for name in (*names_of(step.outputs), *names_of(step.writes))}
    if not wanted:
        return {}
    rows = select(WorkflowValue).where(WorkflowValue.run_id == run_id, WorkflowValue.digest.in_(wanted))
    return {row.digest: row.value for row in session.scalars(rows)}


def _row(step: WorkflowStep, values: Mapping[str, Any]) -> Row:
    load = values.__getitem__
    writes = unpacked(step.writes, load)["writes"] if step.writes else ()
    return Row(
        seq=step.seq,
        frame=step.frame,
        node_id=step.node_id,
        attempt=step.attempt,
        status=step.status,  # pyright: ignore[reportArgumentType]  one of them
        handle=step.handle or "",
        outputs=unpacked(step.outputs, load) or {},
        writes=[Write(tuple(each["selector"]), each["value"]) for each in writes],
        error={"type": step.error_type or "", "message": step.error} if step.error is not None else None,
        process_data=from_json(step.process_data) or {},
        # What was reused has been paid for by the run that it comes from.
        usage=None if step.reused else _usage(step.usage),
        size=step.size,
    )


def _usage(stored: Mapping[str, Any] | None) -> Usage | None:
    if stored is None:
        return None
    return Usage(
        stored["prompt_tokens"],
        stored["completion_tokens"],
        Decimal(stored["total_price"]),
        stored["currency"],
        stored["latency"],
    )
