"""Vectors that a model has given to texts of a workspace: no text is sent to it twice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from treeline.datasets.models import EmbeddingCache
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work

if TYPE_CHECKING:
    import numpy as np

BYTES_A_NUMBER = 2
UNUSED_FOR, NOTED_EVERY = timedelta(days=30), timedelta(days=1)
SWEPT_AT_ONCE = 10_000


def forget_unused() -> int:
    """Remove what nobody has needed for a month. How many."""
    forgotten = 0
    columns = (EmbeddingCache.workspace_id, EmbeddingCache.provider, EmbeddingCache.model, EmbeddingCache.text_hash)
    some = select(*columns).where(EmbeddingCache.used_at < now() - UNUSED_FOR).limit(SWEPT_AT_ONCE)
    while True:
        # Looked at once more: it may have been used just now.
        unused = delete(EmbeddingCache).where(tuple_(*columns).in_(some), EmbeddingCache.used_at < now() - UNUSED_FOR)
        with unit_of_work() as session:
            gone = session.scalars(unused.returning(EmbeddingCache.text_hash)).all()
        forgotten += len(gone)
        if len(gone) < SWEPT_AT_ONCE:
            return forgotten


@dataclass(frozen=True)
class VectorCache:
    """Of one model in one workspace. `text_hash`: see `Segment.text_hash`."""

    workspace_id: UUID
    provider: str
    model: str

    def missing(self, session: DbSession, hashes: Collection[str], dims: int | None) -> list[str]:
        """Those that are not here, or not with so many numbers. What is here is used once more."""
        touched = update(EmbeddingCache).where(*self._these(hashes)).values(used_at=now())
        if dims is not None:
            touched = touched.where(func.length(EmbeddingCache.vector) == dims * BYTES_A_NUMBER)
        here = set(session.scalars(touched.returning(EmbeddingCache.text_hash)))
        return [each for each in hashes if each not in here]

    def find(self, session: DbSession, text_hash: str, dims: int) -> "np.ndarray | None":
        """Of one text, float16, if it has so many numbers. That it was used is noted once a day: many may ask."""
        import numpy as np

        these = self._these([text_hash])
        row = session.execute(select(EmbeddingCache.vector, EmbeddingCache.used_at).where(*these)).one_or_none()
        if row is None or len(row.vector) != dims * BYTES_A_NUMBER:
            return None
        if row.used_at < now() - NOTED_EVERY:
            session.execute(update(EmbeddingCache).where(*these).values(used_at=now()))
        return np.frombuffer(row.vector, dtype="<f2")

    def dims(self, session: DbSession, hashes: Collection[str]) -> int | None:
        """Of how many numbers the vectors of these texts are, as far as they are here."""
        length = select(func.max(func.length(EmbeddingCache.vector))).where(*self._these(hashes))
        found = session.scalar(length)
        return found // BYTES_A_NUMBER if found else None

    def vectors(self, session: DbSession, hashes: Collection[str]) -> "dict[str, np.ndarray]":
        """float16."""
        import numpy as np

        found = select(EmbeddingCache.text_hash, EmbeddingCache.vector).where(*self._these(hashes))
        return {text_hash: np.frombuffer(vector, dtype="<f2") for text_hash, vector in session.execute(found)}

    def keep(self, session: DbSession, vectors: "Mapping[str, np.ndarray]") -> None:
        """float16; a text that is here already gets the new one."""
        if not vectors:
            return
        whose = {"workspace_id": self.workspace_id, "provider": self.provider, "model": self.model}
        # In one order for all, so that two never wait for each other.
        rows = [
            {**whose, "text_hash": text_hash, "vector": vectors[text_hash].astype("<f2").tobytes(), "used_at": now()}
            for text_hash in sorted(vectors)
        ]
        given = insert(EmbeddingCache).values(rows)
        session.execute(
            given.on_conflict_do_update(
                index_elements=["workspace_id", "provider", "model", "text_hash"],
                set_={"vector": given.excluded.vector, "used_at": given.excluded.used_at},
            )
        )

    def _these(self, hashes: Collection[str]) -> Sequence[ColumnElement[bool]]:
        return (
            EmbeddingCache.workspace_id == self.workspace_id,
            EmbeddingCache.provider == self.provider,
            EmbeddingCache.model == self.model,
            EmbeddingCache.text_hash.in_(hashes),
        )
