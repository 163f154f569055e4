"""What every vector store does.

A store keeps an index of rows: the id of a segment (of a child chunk, where those are searched), its document, whether
it is enabled, its vector. It is built for one piece of work, by `registry.py`.

Transactions: with `transactional` (pgvector) everything happens in the session that the store was built with, and the
caller commits. The other stores are remote. What is written there stays, or half of it if the call fails: it is written
outside of transactions and again until it succeeds, so every method may be repeated. Inside a transaction there is the
outbox (`outbox.py`) in their place. Whatever a store answers, the rows of segments and documents in PostgreSQL decide
what is shown.

Any method may raise `StoreUnavailable`. `VectorExtensionMissing` and `StoreSchemaDiffers` come from `create`, `probe`
and whatever meets an index that is not there or not as it should be.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from uuid import UUID

from sqlalchemy import Select

if TYPE_CHECKING:
    import numpy as np

# Documents to search in. A query (of one column, their ids) is for transactional stores only; None: all.
Among = Select[Any] | Collection[UUID] | None


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """All that a store knows of an index. Its id names the tables, the collection or the tenant."""

    id: UUID
    dims: int


@dataclass(frozen=True, slots=True)
class VectorRow:
    """`vector`: of the index's dims, finite, not all zeros. It is kept as float16."""

    id: UUID
    document_id: UUID
    vector: "np.ndarray"
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class VectorHit:
    """`cosine`: -1 to 1, computed from the vector that is kept, not from what an index makes of it."""

    id: UUID
    document_id: UUID
    cosine: float


class VectorWriter(Protocol):
    def create(self, index: VectorIndex) -> None:
        """Make an index; leave one alone that is there and as it should be (else `StoreSchemaDiffers`)."""
        ...

    def drop(self, index: VectorIndex) -> None:
        """Remove an index, if there is one. In PostgreSQL: no more than 100 in one transaction."""
        ...

    def upsert(self, index: VectorIndex, rows: Iterable[VectorRow]) -> int:
        """Write rows, each in the place of what has its id; how many. No id twice in one call.

        `InvalidEmbedding` before anything is written if one of them is not a vector of this index.
        """
        ...

    def delete(self, index: VectorIndex, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        """Remove the rows of these documents, and these rows."""
        ...

    def set_enabled(
        self, index: VectorIndex, enabled: bool, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()
    ) -> None:
        """Have the rows of these documents, and these rows, be found or not."""
        ...


class VectorStore(VectorWriter, Protocol):
    name: ClassVar[str]
    transactional: ClassVar[bool]

    def probe(self) -> None:
        """See whether the store answers and can do what is needed; the error says what to install or to change."""
        ...

    def search(self, index: VectorIndex, vector: "np.ndarray", k: int, among: Among = None) -> list[VectorHit]:
        """The k nearest of the enabled rows, best first."""
        ...

    def score(self, index: VectorIndex, vector: "np.ndarray", ids: Collection[UUID]) -> list[VectorHit]:
        """The same of these rows, best first, enabled or not; nothing for ids that are not there."""
        ...

    def vectors(self, index: VectorIndex, ids: Collection[UUID]) -> dict[UUID, "np.ndarray"]:
        """What is kept for these ids: float16, as it was written. For what moves without an embedding."""
        ...

    def ids(self, index: VectorIndex, after: UUID | None = None, limit: int = 10_000) -> list[UUID]:
        """Ids of rows in ascending order, those behind `after`: all of them, page by page, for a sweep."""
        ...

    def count(self, index: VectorIndex) -> int:
        """How many rows there are."""
        ...

    def maintain(self, index: VectorIndex) -> None:
        """Bring what searches go by in line with the number of rows. It may take minutes: called by the sweep."""
        ...
