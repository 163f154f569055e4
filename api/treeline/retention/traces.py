"""Traces that were delivered, or have failed, a while ago. What waits stays."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select

from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import Finding, age_of, all_removed, some_removed
from treeline.tracing.models import TraceDelivery


class OldTraces:
    """Only that they were sent: the runs stay."""

    kind = "traces"

    def __init__(self, ages: Ages):
        self.ages = ages

    @property
    def why(self) -> str:
        return f"records of traces; delivered or failed over {spoken(self.ages.traced)} ago"

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            rows = session.execute(select(TraceDelivery.id, TraceDelivery.ended_at).where(self._old())).all()
        yield from (Finding(str(row.id), age=age_of(row.ended_at)) for row in rows)

    def run(self) -> int:
        return all_removed(lambda: some_removed(TraceDelivery, self._old()))

    def _old(self) -> ColumnElement[bool]:
        return TraceDelivery.ended_at < now() - self.ages.traced
