from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlalchemy.orm import load_only

from treeline.accounts.models import Account
from treeline.apps.end_users.models import EndUser
from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.settings import KernelSettings
from treeline.runs.errors import RunNotFound
from treeline.runs.models import STATUSES, Run
from treeline.workflows.models import Workflow, WorkflowRun, WorkflowStep, WorkflowValue
from treeline.workflows.running.ids import step_id
from treeline.workflows.running.masking import Mask, mask_of
from treeline.workflows.running.packing import names_of

SINGLE = "single-step"
# Of a step, without its values.
_FACTS = (
    WorkflowStep.seq,
    WorkflowStep.node_type,
    WorkflowStep.status,
    WorkflowStep.error,
    WorkflowStep.usage,
    WorkflowStep.started_at,
    WorkflowStep.finished_at,
)


@dataclass(frozen=True)
class Ran:
    """A run with what belongs to it."""

    run: Run
    more: WorkflowRun
    workflow: Workflow
    account: Account | None = None
    end_user: EndUser | None = None

    @property
    def elapsed(self) -> float:
        """Seconds in the hands of a worker, so far."""
        if self.run.started_at is None:
            return 0.0
        return ((self.run.finished_at or now()) - self.run.started_at).total_seconds()


@dataclass(frozen=True)
class Wanted:
    """Which runs: each condition that is set must hold."""

    status: str | None = None
    triggered_from: str | None = None
    keyword: str = ""
    since: datetime | None = None
    until: datetime | None = None
    workflow_id: UUID | None = None
    # Not those of a single node.
    runs_only: bool = True

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.status is not None:
            found.append(Run.status == self.status)
        if self.triggered_from is not None:
            found.append(WorkflowRun.triggered_from == self.triggered_from)
        elif self.runs_only:
            found.append(WorkflowRun.triggered_from != SINGLE)
        if self.keyword:
            found.append(_mentions(self.keyword))
        if self.workflow_id is not None:
            found.append(WorkflowRun.workflow_id == self.workflow_id)
        if self.since is not None:
            found.append(Run.created_at >= self.since)
        if self.until is not None:
            found.append(Run.created_at < self.until)
        return found


class RunLogs:
    """The workflow runs of one app, the newest first."""

    def __init__(self, session: DbSession, app: App):
        self.session, self.app = session, app

    def after(self, wanted: Wanted, last_id: UUID | None, limit: int) -> tuple[list[Ran], bool]:
        """Those after a run, and whether there are more. Raises RunNotFound for another app's."""
        conditions = wanted.conditions
        if last_id is not None:
            # Ids are ordered by time.
            conditions.append(WorkflowRun.run_id < self.get(last_id).run.id)
        found = self._found(*conditions, limit=limit + 1)
        return found[:limit], len(found) > limit

    def page(self, wanted: Wanted, offset: int, limit: int) -> tuple[list[Ran], int]:
        """One page of them, and how many there are."""
        counted = select(func.count()).select_from(WorkflowRun).join(Run, Run.id == WorkflowRun.run_id)
        counted = counted.outerjoin(EndUser, EndUser.id == Run.end_user_id)
        total = self.session.scalar(counted.where(WorkflowRun.app_id == self.app.id, *wanted.conditions)) or 0
        return self._found(*wanted.conditions, offset=offset, limit=limit), total

    def get(self, run_id: UUID) -> Ran:
        """Raises RunNotFound."""
        found = self._found(Run.id == run_id, limit=1)
        if not found:
            raise RunNotFound
        return found[0]

    def counts(self, within: timedelta | None, triggered_from: str | None) -> Mapping[str, int]:
        """How many runs have which status."""
        conditions: list[ColumnElement[bool]] = [
            WorkflowRun.app_id == self.app.id,
            WorkflowRun.triggered_from != SINGLE,
        ]
        if within is not None:
            conditions.append(Run.created_at >= now() - within)
        if triggered_from is not None:
            conditions.append(WorkflowRun.triggered_from == triggered_from)
        by_status = select(Run.status, func.count()).join(WorkflowRun, WorkflowRun.run_id == Run.id).where(*conditions)
        counted = {row[0]: row[1] for row in self.session.execute(by_status.group_by(Run.status))}
        return {status: counted.get(status, 0) for status in STATUSES}

    def steps(self, run_id: UUID, frame: str | None = None) -> Sequence[WorkflowStep]:
        """In the order in which they were begun: all, or those of one frame. Raises RunNotFound."""
        self.get(run_id)
        mine = select(WorkflowStep).where(WorkflowStep.run_id == run_id)
        if frame is not None:
            mine = mine.where(WorkflowStep.frame == frame)
        return self.session.scalars(mine.order_by(WorkflowStep.seq, WorkflowStep.attempt)).all()

    def steps_below(self, run_id: UUID, container: str) -> Sequence[WorkflowStep]:
        """Those inside a container, without their values. Raises RunNotFound."""
        self.get(run_id)
        below = WorkflowStep.frame.startswith(f"{container}:", autoescape=True)
        mine = select(WorkflowStep).where(WorkflowStep.run_id == run_id, below)
        return self.session.scalars(mine.options(load_only(*_FACTS)).order_by(WorkflowStep.seq)).all()

    def step(self, run_id: UUID, wanted: UUID) -> WorkflowStep | None:
        """Raises RunNotFound."""
        self.get(run_id)
        keys = select(WorkflowStep.frame, WorkflowStep.node_id, WorkflowStep.attempt)
        rows = self.session.execute(keys.where(WorkflowStep.run_id == run_id))
        key = next((row for row in rows if step_id(run_id, *row) == wanted), None)
        return None if key is None else self.session.get(WorkflowStep, (run_id, *key))

    def values_of(self, step: WorkflowStep) -> dict[str, Any]:
        """The large values that a step names, by their hashes."""
        named = (names_of(each) for each in (step.inputs, step.process_data, step.outputs))
        wanted = {name for names in named for name in names}
        rows = select(WorkflowValue).where(WorkflowValue.run_id == step.run_id, WorkflowValue.digest.in_(wanted))
        return {row.digest: row.value for row in self.session.scalars(rows)} if wanted else {}

    def mask(self, run_id: UUID, settings: KernelSettings) -> Mask:
        """Of the secrets that a run had. Raises RunNotFound."""
        return mask_of(self.get(run_id).workflow, settings)

    def last_step(self, node_id: str, account_id: UUID) -> WorkflowStep | None:
        """What the node did when this member last ran it."""
        newest = (
            select(WorkflowStep)
            .join(Run, Run.id == WorkflowStep.run_id)
            .join(WorkflowRun, WorkflowRun.run_id == Run.id)
            .where(WorkflowRun.app_id == self.app.id, Run.account_id == account_id, WorkflowStep.node_id == node_id)
            .order_by(WorkflowStep.run_id.desc(), WorkflowStep.seq.desc(), WorkflowStep.attempt.desc())
        )
        return self.session.scalars(newest.limit(1)).one_or_none()

    def _found(self, *conditions: ColumnElement[bool], offset: int = 0, limit: int) -> list[Ran]:
        rows = (
            select(Run, WorkflowRun, Workflow, Account, EndUser)
            .join(WorkflowRun, WorkflowRun.run_id == Run.id)
            .join(Workflow, Workflow.id == WorkflowRun.workflow_id)
            .outerjoin(Account, Account.id == Run.account_id)
            .outerjoin(EndUser, EndUser.id == Run.end_user_id)
            .where(WorkflowRun.app_id == self.app.id, *conditions)
            .order_by(WorkflowRun.run_id.desc())
        )
        return [Ran(*row) for row in self.session.execute(rows.offset(offset).limit(limit))]


def _mentions(keyword: str) -> ColumnElement[bool]:
    """A run whose inputs, outputs or user have the keyword in them."""

    def has(column: Any) -> ColumnElement[bool]:
        return cast(column, Text).icontains(keyword, autoescape=True)

    return or_(has(WorkflowRun.inputs), has(WorkflowRun.outputs), has(EndUser.session_id))
