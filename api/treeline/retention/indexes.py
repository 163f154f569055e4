"""Indexes of knowledge bases that others have replaced."""

from collections.abc import Iterator

from sqlalchemy import select

from treeline.datasets.indexes import KEPT
from treeline.datasets.indexing.dropping import drop_due, due
from treeline.datasets.models import KnowledgeIndex
from treeline.kernel.db import unit_of_work
from treeline.retention.ages import spoken
from treeline.retention.rules import Finding, age_of


class RetiredIndexes:
    kind = "retired_indexes"
    why = f"replaced over {spoken(KEPT)} ago, or cancelled"

    def found(self) -> Iterator[Finding]:
        with unit_of_work() as session:
            rows = session.scalars(select(KnowledgeIndex).where(due())).all()
        yield from (Finding(str(row.id), age=age_of(row.retired_at)) for row in rows)

    def run(self) -> int:
        return drop_due()
