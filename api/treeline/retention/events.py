"""Events of triggers that have been dealt with, and members who waited for one."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, delete, or_, select

from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.retention.ages import DAY, Ages, spoken
from treeline.retention.rules import Finding, age_of
from treeline.triggers.inbox.models import TriggerEvent
from treeline.triggers.inbox.removal import forget_events
from treeline.triggers.listening.models import TriggerListener


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
