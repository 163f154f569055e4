"""Writing down the times of schedules that have come, and moving their plans on. Whoever does so holds the plans."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP, insert
from sqlalchemy.types import Uuid

from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue
from treeline.kernel.dialects import is_mysql
from treeline.kernel.ids import new_id
from treeline.triggers.schedules.models import PENDING, SKIPPED, ScheduleFiring, SchedulePlan
from treeline.workflows.nodes.schedule.missed import Owed, between

START = "triggers.start_schedules"
# Why times were not run, beside the reasons of `missed`.
PAUSED, UNREADABLE = "paused", "unreadable"


def database_time(session: DbSession) -> datetime:
    """The one clock that decides: those of workers may be wrong."""
    return session.scalars(select(func.clock_timestamp())).one()


def paused(session: DbSession, row: SchedulePlan, moment: datetime) -> Owed:
    """What a plan owes that is due while it is switched off. All times of one pause are one row."""
    first, timetable = row.next_due_at or moment, row.timing.timetable
    following, meanwhile = timetable.next(moment), between(timetable, first, moment, PAUSED)
    newest = select(ScheduleFiring).where(ScheduleFiring.trigger_id == row.trigger_id)
    before = session.scalars(newest.order_by(ScheduleFiring.due_at.desc()).limit(1)).one_or_none()
    if meanwhile is None or before is None or before.reason != PAUSED:
        return Owed([], [meanwhile] if meanwhile else [], following)
    last = meanwhile.until or meanwhile.at
    session.execute(update(ScheduleFiring).where(ScheduleFiring.id == before.id).values(until=last))
    return Owed([], [], following)


def record(session: DbSession, owing: Mapping[UUID, Owed]) -> None:
    """By plan: rows of what it owes, and when it is due next. Runs are started after the commit."""
    firings = [row for trigger_id, owes in owing.items() for row in _rows(trigger_id, owes)]
    if firings:
        session.execute(insert(ScheduleFiring).on_conflict_do_nothing(), firings)
    if any(each["state"] == PENDING for each in firings):
        enqueue(START)
    if owing:
        _move_on(session, {trigger_id: owes.next for trigger_id, owes in owing.items()})


def _rows(trigger_id: UUID, owes: Owed) -> Iterator[dict[str, Any]]:
    common = {"trigger_id": trigger_id, "created_at": now()}
    for at in owes.run:
        yield common | {"id": new_id(), "due_at": at, "until": None, "state": PENDING, "reason": None}
    for each in owes.skipped:
        told = {"due_at": each.at, "until": each.until, "state": SKIPPED, "reason": each.reason}
        yield common | {"id": new_id()} | told


def _move_on(session: DbSession, times: Mapping[UUID, datetime | None]) -> None:
    if is_mysql(session):
        later = case(*((SchedulePlan.trigger_id == each, literal(at, _TIME)) for each, at in times.items()))
        these = update(SchedulePlan).where(SchedulePlan.trigger_id.in_(times)).values(next_due_at=later)
        session.execute(these, execution_options={"synchronize_session": False})
    else:
        session.execute(_MOVE_ON, {"ids": list(times), "times": list(times.values())})


_TIME = SchedulePlan.next_due_at.type
_MOVE_ON = text("""
    UPDATE schedule_plans p SET next_due_at = moved.at
    FROM unnest(CAST(:ids AS uuid[]), CAST(:times AS timestamptz[])) AS moved(id, at)
    WHERE p.trigger_id = moved.id""").bindparams(
    bindparam("ids", type_=ARRAY(Uuid())), bindparam("times", type_=ARRAY(TIMESTAMP(timezone=True)))
)
