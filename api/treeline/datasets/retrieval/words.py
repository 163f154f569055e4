"""Finding by words: BM25 over a table of its own for each dataset, `vectors.w_<dataset>`.

Everything happens in the transaction of the session that is passed in; nothing commits. A row is a segment, or a child
chunk where those are searched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select

from treeline.kernel.db import DbSession


@dataclass(frozen=True, slots=True)
class WordRow:
    id: UUID
    document_id: UUID
    text: str
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class TermShare:
    """What one term of a query adds to a hit's score: share = idf * tf, where tf is BM25's, from 0 to 2.5."""

    term: str
    idf: float
    tf: float
    share: float


@dataclass(frozen=True, slots=True)
class WordHit:
    """`bound` is what no text can exceed for this query, the same for all hits; `terms` are those the text has."""

    id: UUID
    document_id: UUID
    score: float
    bound: float
    terms: tuple[TermShare, ...]

    @property
    def weight(self) -> float:
        """Between 0 and 1, and comparable between queries: what fusion and thresholds use."""
        return min(1.0, self.score / self.bound) if self.bound else 0.0


class WordIndex:
    """The words of one dataset. `language` is its doc_language, in any of the usual spellings."""

    def __init__(self, session: DbSession, dataset_id: UUID, language: str | None):
        self.session, self.dataset_id, self.language = session, dataset_id, language

    def create(self) -> None:
        """The table, unless it is there. Without the extension `vector`: VectorExtensionMissing."""
        raise NotImplementedError

    def drop(self) -> None:
        raise NotImplementedError

    def add(self, rows: Iterable[WordRow]) -> None:
        """Rows with new ids."""
        raise NotImplementedError

    def replace(self, rows: Iterable[WordRow]) -> None:
        """Rows of documents whose earlier rows go, all of them."""
        raise NotImplementedError

    def delete(self, *, document_ids: Iterable[UUID] = (), ids: Iterable[UUID] = ()) -> int:
        """How many rows went."""
        raise NotImplementedError

    def set_enabled(self, document_ids: Iterable[UUID], *, enabled: bool) -> None:
        raise NotImplementedError

    def search(self, query: str, k: int, among: Select[tuple[UUID]] | None = None) -> list[WordHit]:
        """The best k of the enabled rows, or of those of them whose ids `among` selects. None without a table."""
        raise NotImplementedError

    def score(self, query: str, ids: Iterable[UUID]) -> list[WordHit]:
        """These rows for this query, enabled or not and also those that have none of its terms."""
        raise NotImplementedError
