"""What came to triggers and has been dealt with: events, times of schedules; and members who waited for an event."""

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, delete, or_, select

from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.retention.ages import DAY, Ages, spoken
from treeline.retention.rules import Finding, age_of
from treeline.triggers.inbox.models import TriggerEvent
from treeline.triggers.inbox.removal import forget_events
from treeline.triggers.listening.models import TriggerListener
from treeline.triggers.models import AppTrigger
from treeline.triggers.schedules.models import PENDING, WAITING, ScheduleFiring


class OldEvents:
    """Their objects are trashed; the runs that they started stay. What waits for a worker stays, however old."""

    kind = "trigger_events"

    def __init__(self, ages: Ages):
        self.ages = ages

    @property
    def why(self) -> str:
        debug = f"to debug addresses over {spoken(self.ages.heard)}"
        return f"events of triggers; received over {spoken(self.ages.told)} ago (TRIGGER_EVENTS_KEPT_DAYS), {debug} ago"

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            few = (TriggerEvent.id, TriggerEvent.size, TriggerEvent.app_id, TriggerEvent.created_at)
            rows = session.execute(select(*few).where(self._old())).all()
        yield from (Finding(str(row.id), row.size, str(row.app_id or ""), age_of(row.created_at)) for row in rows)

    def run(self) -> int:
        with unit_of_work() as session:
            session.execute(delete(TriggerListener).where(TriggerListener.seen_at < now() - DAY))
        removed = 0
        while gone := forget_events(self._old()):
            removed += gone
        return removed

    def _old(self) -> ColumnElement[bool]:
        heard = and_(TriggerEvent.state == "heard", TriggerEvent.created_at < now() - self.ages.heard)
        return or_(heard, and_(TriggerEvent.state != "pending", TriggerEvent.created_at < now() - self.ages.told))


class OldFirings:
    """Times of schedules; the runs that they started stay."""

    kind = "schedule_times"

    def __init__(self, ages: Ages):
        self.ages = ages

    @property
    def why(self) -> str:
        return f"times of schedules; due over {spoken(self.ages.told)} ago (TRIGGER_EVENTS_KEPT_DAYS)"

    def found(self) -> Iterator[Finding]:
        rows = (ScheduleFiring.id, AppTrigger.app_id, ScheduleFiring.created_at)
        with unit_of_work() as session:
            joined = select(*rows).join(AppTrigger, AppTrigger.id == ScheduleFiring.trigger_id)
            found = session.execute(joined.where(self._old())).all()
        yield from (Finding(str(row.id), 0, str(row.app_id), age_of(row.created_at)) for row in found)

    def run(self) -> int:
        with unit_of_work() as session:
            return cast(CursorResult[Any], session.execute(delete(ScheduleFiring).where(self._old()))).rowcount

    def _old(self) -> ColumnElement[bool]:
        is_over = ScheduleFiring.state.not_in((PENDING, WAITING))
        return and_(is_over, ScheduleFiring.created_at < now() - self.ages.told)
