"""What remote stores are told from inside a transaction: a row beside those that it is about, so that both are there
after the commit, or neither. `indexing/following.py` does it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Uuid

from treeline.datasets.stores.pieces import pieces
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, Model, enqueue
from treeline.kernel.ids import new_id

TASK = "datasets.follow"
# In one operation.
MOST_IDS = 5000
KINDS = ("write", "follow", "drop")


class IndexOperation(Model):
    """Something that an index in a remote store lacks: the store is yet to follow the rows.

    It says what to look at, and not what to do: whoever does it goes by the rows as they are then. So it may be done
    twice, and late. "write": these rows get their vectors; "follow": these rows, and those of these documents, are
    deleted there if they are here, and found there if they are here; "drop": the whole index. Its dataset may be gone.
    """

    __tablename__ = "index_operations"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index(None, "index_id"),
        Index(None, "due_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    index_id: Mapped[UUID]
    store: Mapped[str] = mapped_column(String(16))
    dimensions: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    document_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list)
    ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    # Not before; later and later while the store is away.
    due_at: Mapped[datetime] = mapped_column(default=now)
    attempt: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    claim: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]


class Outbox:
    """In place of a remote store, for writing inside the session's transaction."""

    def __init__(self, session: DbSession, store: str):
        self._session, self._store = session, store

    def create(self, index: VectorIndex) -> None:
        """With the first row that is written."""

    def drop(self, index: VectorIndex) -> None:
        self._add(index, "drop")

    def upsert(self, index: VectorIndex, rows: Iterable[VectorRow]) -> int:
        """Their vectors are taken from the cache."""
        ids = [row.id for row in rows]
        for some in pieces(ids, MOST_IDS):
            self._add(index, "write", ids=some)
        return len(ids)

    def delete(self, index: VectorIndex, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        for some in pieces(list(document_ids), MOST_IDS):
            self._add(index, "follow", document_ids=some)
        for some in pieces(list(ids), MOST_IDS):
            self._add(index, "follow", ids=some)

    def set_enabled(
        self, index: VectorIndex, enabled: bool, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()
    ) -> None:
        self.delete(index, document_ids=document_ids, ids=ids)

    def _add(self, index: VectorIndex, kind: str, **which: Any) -> None:
        operation = {"index_id": index.id, "store": self._store, "dimensions": index.dims, "kind": kind, **which}
        self._session.add(IndexOperation(**operation))
        enqueue(TASK)
