"""What has come of the times of schedules."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.kernel.db import DbSession
from treeline.kernel.newest import first_of_each
from treeline.runs.models import Run
from treeline.triggers.models import AppTrigger
from treeline.triggers.outlook import Fired, Outlook
from treeline.triggers.schedules.models import FAILED, STARTED, ScheduleFiring, SchedulePlan

# As far as failures are counted back.
RECENT = 100
NOT_STARTED = "not_started"
FAILURES = ("failed", NOT_STARTED)


def status_of(state: str, run_status: str | None) -> str:
    """Of a firing: as its run, "deleted" if that is; without one, what has come of it instead."""
    if state == STARTED:
        return run_status or "deleted"
    return NOT_STARTED if state == FAILED else state


def outlooks(session: DbSession, triggers: Sequence[AppTrigger]) -> Mapping[UUID, Outlook]:
    """By the triggers' ids; each by its last firings, all by one query."""
    if not triggers:
        return {}
    newest = first_of_each(
        session,
        select(ScheduleFiring).order_by(ScheduleFiring.due_at.desc()).limit(RECENT),
        (ScheduleFiring.trigger_id == SchedulePlan.trigger_id,),
        [(ScheduleFiring.trigger_id == trigger.id,) for trigger in triggers],
    )
    columns = (newest.c.due_at, newest.c.state, newest.c.reason, newest.c.error, newest.c.run_id)
    found = (
        select(SchedulePlan.trigger_id, SchedulePlan.next_due_at, *columns, Run.status, Run.error.label("why"))
        .select_from(SchedulePlan)
        .outerjoin(newest, newest.c.trigger_id == SchedulePlan.trigger_id)
        .outerjoin(Run, Run.id == newest.c.run_id)
        .where(SchedulePlan.trigger_id.in_([trigger.id for trigger in triggers]))
    )
    rows: dict[UUID, list[Any]] = {}
    for row in session.execute(found.order_by(newest.c.due_at.desc())):
        rows.setdefault(row.trigger_id, []).append(row)
    return {trigger_id: _outlook(each) for trigger_id, each in rows.items()}


def _outlook(rows: Sequence[Any]) -> Outlook:
    first, told = rows[0], [row for row in rows if row.state is not None]
    if not told:
        return Outlook(next_at=first.next_due_at)
    states = [status_of(row.state, row.status) for row in told]
    last = Fired(first.due_at, states[0], first.run_id, first.error or first.why or first.reason)
    return Outlook(last, sum(each in FAILURES for each in states), len(told), first.next_due_at)
