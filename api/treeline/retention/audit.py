"""Lines of the audit log."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select

from treeline.accounts.audit.models import AuditEvent
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import Finding, age_of, all_removed, some_removed


class OldAuditEvents:
    kind = "audit_events"

    def __init__(self, ages: Ages):
        self.ages = ages

    @property
    def why(self) -> str:
        return f"lines of the audit log; over {spoken(self.ages.audited)} old (AUDIT_LOG_KEPT_DAYS)"

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            rows = session.execute(select(AuditEvent.id, AuditEvent.created_at).where(self._old())).all()
        yield from (Finding(str(row.id), age=age_of(row.created_at)) for row in rows)

    def run(self) -> int:
        return all_removed(lambda: some_removed(AuditEvent, self._old()))

    def _old(self) -> ColumnElement[bool]:
        return AuditEvent.created_at < now() - self.ages.audited
