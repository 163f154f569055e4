"""Mails of long ago: whom they went to, and whether they did."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, select

from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.mail.models import Mail
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import Finding, age_of, all_removed, some_removed


class OldMails:
    """What is still to be sent stays."""

    kind = "mails"

    def __init__(self, ages: Ages):
        self.ages = ages

    @property
    def why(self) -> str:
        return f"emails; written over {spoken(self.ages.mailed)} ago"

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            rows = session.execute(select(Mail.id, Mail.created_at).where(self._old())).all()
        yield from (Finding(str(row.id), age=age_of(row.created_at)) for row in rows)

    def run(self) -> int:
        return all_removed(lambda: some_removed(Mail, self._old()))

    def _old(self) -> ColumnElement[bool]:
        return and_(Mail.created_at < now() - self.ages.mailed, Mail.due_at.is_(None))
