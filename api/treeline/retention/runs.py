"""Old workflow runs: tests of members, and, if the operator has set how long to keep them, those of users."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, delete, select

from treeline.conversations.models import Message
from treeline.files.postgres import among
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import BATCH, Finding, age_of
from treeline.runs.models import UNFINISHED, Run
from treeline.workflows.models import WorkflowRun
from treeline.workflows.postgres import first_id

# Of `triggered_from`: what members try in the console.
TESTS = ("debugging", "single-step")


class _OldRuns:
    """Runs that ended long ago, with their steps and values. What belongs to a conversation goes with that."""

    kind: str

    def __init__(self, age: timedelta | None):
        self.age = age

    def found(self) -> Iterator[Finding]:
        for batch in self._batches():
            yield from (Finding(str(row.id), 0, str(row.app_id), age_of(row.finished_at)) for row in batch)

    def run(self) -> int:
        return sum(self._delete([row.id for row in batch]) for batch in self._batches())

    def _batches(self) -> Iterator[list[Run]]:
        """By the time-ordered key; each batch goes on where the one before has ended."""
        last = UUID(int=0)
        while self.age is not None:
            with unit_of_work() as session:
                batch = list(session.scalars(self._old(self.age).where(WorkflowRun.run_id > last)))
            if not batch:
                return
            yield batch
            last = batch[-1].id

    def _old(self, age: timedelta) -> Any:
        before = now() - age
        in_conversation = select(Message.id).where(Message.run_id == WorkflowRun.run_id).offset(0)
        joined = select(Run).join(WorkflowRun, WorkflowRun.run_id == Run.id)
        # One whose lease is not released has listeners that are still to be told.
        old = (WorkflowRun.run_id < first_id(before), Run.finished_at < before, Run.lease_until.is_(None))
        these = joined.where(*old, Run.status.not_in(UNFINISHED), ~in_conversation.exists(), self._which())
        return these.order_by(WorkflowRun.run_id).limit(BATCH)

    def _delete(self, run_ids: list[UUID]) -> int:
        with unit_of_work() as session:
            return cast(CursorResult[Any], session.execute(delete(Run).where(among(Run.id, run_ids)))).rowcount

    def _which(self) -> ColumnElement[bool]:
        raise NotImplementedError


class OldTests(_OldRuns):
    kind = "test_runs"

    def __init__(self, ages: Ages):
        super().__init__(ages.tested)

    @property
    def why(self) -> str:
        return f"workflow runs that members started as a test; ended over {spoken(cast(timedelta, self.age))} ago"

    def _which(self) -> ColumnElement[bool]:
        return WorkflowRun.triggered_from.in_(TESTS)


class OldWorkflowRuns(_OldRuns):
    kind = "workflow_runs"

    def __init__(self, ages: Ages):
        super().__init__(ages.logged)

    @property
    def why(self) -> str:
        if self.age is None:
            return "kept forever (WORKFLOW_LOG_CLEANUP_ENABLED is not set)"
        return f"ended over {spoken(self.age)} ago (WORKFLOW_LOG_RETENTION_DAYS)"

    def _which(self) -> ColumnElement[bool]:
        return WorkflowRun.triggered_from.not_in(TESTS)
