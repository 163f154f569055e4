"""Writes down what is due. Any number may do so at once: a plan is moved on by one of them, and a time has one row."""

import logging
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from treeline.kernel.db import DbSession, unit_of_work
from treeline.triggers.models import AppTrigger
from treeline.triggers.schedules.models import SchedulePlan
from treeline.triggers.schedules.recording import UNREADABLE, database_time, paused, record
from treeline.workflows.nodes.schedule.cron import WrongSchedule
from treeline.workflows.nodes.schedule.missed import Owed, Skipped, owed

log = logging.getLogger(__name__)

BATCH = 100


def poll() -> None:
    """All that is due, a hundred plans at a time."""
    while True:
        with unit_of_work() as session:
            if not poll_batch(session):
                return


def poll_batch(session: DbSession) -> int:
    """How many plans were due."""
    moment = database_time(session)
    due = (
        select(SchedulePlan, AppTrigger.enabled)
        .join(AppTrigger, AppTrigger.id == SchedulePlan.trigger_id)
        .where(SchedulePlan.next_due_at <= moment)
        .order_by(SchedulePlan.next_due_at)
        .limit(BATCH)
    )
    plans = session.execute(due.with_for_update(of=SchedulePlan, skip_locked=True)).all()
    owing: dict[UUID, Owed] = {}
    for plan, enabled in plans:
        try:
            owing[plan.trigger_id] = _owed(plan, moment) if enabled else paused(session, plan, moment)
        except WrongSchedule as error:
            # The others must not wait for it.
            log.error("schedule %s: %s", plan.trigger_id, error)  # noqa: TRY400  it says all there is
            owing[plan.trigger_id] = Owed([], [Skipped(plan.next_due_at or moment, UNREADABLE)])
    record(session, owing)
    return len(plans)


def _owed(row: SchedulePlan, moment: datetime) -> Owed:
    return owed(row.timing.timetable, row.next_due_at or moment, moment, row.misfire)
