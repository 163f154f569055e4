"""What came of events at the nodes that listen."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from treeline.kernel.db import DbSession
from treeline.kernel.newest import Where, first_of_each
from treeline.runs.models import Run
from treeline.triggers.inbox.models import TriggerDelivery, TriggerEvent
from treeline.triggers.models import AppTrigger
from treeline.triggers.outlook import Fired, Outlook

# As far as failures are counted back.
RECENT = 100
# As many requests to a debug address as are shown.
SHOWN = 20


def outlooks(session: DbSession, triggers: Sequence[AppTrigger]) -> Mapping[UUID, Outlook]:
    """Of each trigger's last deliveries, by one query."""
    if not triggers:
        return {}
    newest = first_of_each(
        session,
        select(TriggerDelivery).order_by(TriggerDelivery.event_id.desc()).limit(RECENT),
        _at(AppTrigger),
        [_at(trigger) for trigger in triggers],
    )
    columns = (
        newest.c.created_at,
        newest.c.started,
        newest.c.run_id,
        newest.c.error,
        Run.status,
        Run.error.label("why"),
    )
    found = (
        select(AppTrigger.id, *columns)
        .select_from(AppTrigger)
        .join(newest, and_(newest.c.app_id == AppTrigger.app_id, newest.c.node_id == AppTrigger.node_id))
    )
    found = found.outerjoin(Run, Run.id == newest.c.run_id)
    wanted = found.where(AppTrigger.id.in_([trigger.id for trigger in triggers]))
    rows: dict[UUID, list[Any]] = {}
    for row in session.execute(wanted.order_by(newest.c.event_id.desc())):
        rows.setdefault(row.id, []).append(row)
    return {trigger_id: _outlook(each) for trigger_id, each in rows.items()}


def _at(trigger: AppTrigger | type[AppTrigger]) -> Where:
    return TriggerDelivery.app_id == trigger.app_id, TriggerDelivery.node_id == trigger.node_id


def _outlook(rows: Sequence[Any]) -> Outlook:
    states = [state_of(row.started, row.status) for row in rows]
    last = Fired(rows[0].created_at, states[0], rows[0].run_id, rows[0].error or rows[0].why)
    return Outlook(last, sum(state in ("failed", "not_started") for state in states), len(rows))


def state_of(started: bool, run_status: str | None) -> str:
    """Of a delivery: as its run."""
    return run_status or ("deleted" if started else "not_started")


def heard_events(session: DbSession, source_id: UUID) -> Sequence[TriggerEvent]:
    """The last events of a source that were for those who try the draft, newest first."""
    of_source = select(TriggerEvent).where(TriggerEvent.source_id == source_id, TriggerEvent.state == "heard")
    return session.scalars(of_source.order_by(TriggerEvent.id.desc()).limit(SHOWN)).all()
