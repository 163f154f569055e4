"""What knowledge bases remember for a while: what was asked of them, and the vectors of texts."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, select

from treeline.datasets.indexing.cache import UNUSED_FOR, forget_unused
from treeline.datasets.models import DatasetQuery, EmbeddingCache
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.retention.ages import Ages, spoken
from treeline.retention.rules import Finding, age_of, all_removed, some_removed


class OldQueries:
    kind = "knowledge_queries"

    def __init__(self, ages: Ages):
        self.age = ages.asked

    @property
    def why(self) -> str:
        return f"asked of a knowledge base over {spoken(self.age)} ago"

    def found(self) -> Iterator[Finding]:
        asked = select(DatasetQuery.id, DatasetQuery.created_at).where(self._old())
        with unit_of_work() as session:
            rows = session.execute(asked).all()
        yield from (Finding(str(id_), age=age_of(at)) for id_, at in rows)

    def run(self) -> int:
        return all_removed(lambda: some_removed(DatasetQuery, self._old()))

    def _old(self) -> ColumnElement[bool]:
        return DatasetQuery.created_at < now() - self.age


class UnusedVectors:
    kind = "cached_vectors"
    why = f"of texts that nobody has needed for {spoken(UNUSED_FOR)}"

    def found(self) -> Iterator[Finding]:
        unused = EmbeddingCache.used_at < now() - UNUSED_FOR
        columns = (EmbeddingCache.text_hash, func.length(EmbeddingCache.vector), EmbeddingCache.used_at)
        with unit_of_work() as session:
            rows = session.execute(select(*columns).where(unused)).all()
        yield from (Finding(text_hash, size, age=age_of(at)) for text_hash, size, at in rows)

    def run(self) -> int:
        return forget_unused()
