"""Finding by words: BM25 over a table of its own for each dataset, `vectors.w_<dataset>`.

Everything happens in the transaction of the session that is passed in; nothing commits. A row is a segment, or a child
chunk where those are searched.
"""

import math
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, func, select, text

from treeline.datasets.analysis.languages import find_language
from treeline.datasets.analysis.tokens import Analyzer, TextTerms, term_id
from treeline.datasets.retrieval.word_table import (
    MAX_WEIGHT,
    Rows,
    WordFile,
    WordTable,
    Written,
    as_text,
    weights_of,
)
from treeline.datasets.stores.extension import enable_extension
from treeline.datasets.stores.port import Among
from treeline.kernel.db import DbSession, tuples_of

# A query's further terms are left out.
MAX_QUERY_TERMS = 128
# The first rows decide what an average length is, together with so many imagined ones: the first document of a dataset
# may be three words.
_SAMPLE, _IMAGINED, _IMAGINED_LENGTH = 1_000, 20, 100
_COUNTS_SECONDS = 60
_COUNTED_DATASETS, _COUNTED_TERMS = 256, 5_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The rarest terms are looked up, until so large a part of the rows has one of them; all of them in a table of few
    rows. Whatever is left out by that, the first `exact` hits are those of BM25 over all rows."""

    rare: float = 0.15
    few: int = 2_000
    exact: int = 10


_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_STATE = text("SELECT to_regclass(:name) IS NOT NULL, obj_description(to_regclass(:name), 'pg_class')")


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
    """`bound` is what no text can exceed for this query, the same for all hits."""

    id: UUID
    document_id: UUID
    score: float
    bound: float

    @property
    def weight(self) -> float:
        """Between 0 and 1, and comparable between queries: what fusion and thresholds use."""
        return min(1.0, self.score / self.bound) if self.bound else 0.0


@dataclass(frozen=True, slots=True)
class _Term:
    term: str
    id: int
    rows: int
    idf: float


@dataclass(slots=True)
class _Counts:
    """How many rows a dataset has, and how many of them a term."""

    until: float
    rows: int
    terms: dict[int, int] = field(default_factory=dict)


# Of large datasets, for a minute or until this process writes: what others write changes little there.
_counts: dict[UUID, _Counts] = {}


class WordIndex:
    """The words of one dataset. `language` is its doc_language, in any of the usual spellings.

    `among`: documents to search in, by ids or by a query of one column. Rows that are switched off count in the
    statistics, so switching one changes no other's score.
    """

    def __init__(self, session: DbSession, dataset_id: UUID, language: str | None, limits: Limits | None = None):
        self._session, self.dataset_id, self._limits = session, dataset_id, limits or Limits()
        self._table = WordTable(dataset_id)
        self._analyzer = Analyzer(find_language(language))

    def create(self, average_length: float | None = None) -> None:
        """The table, unless it is there; `average_length`: if it is not the first rows that are to decide that.

        Without the extension `vector`: VectorExtensionMissing.
        """
        if self._state()[0]:
            return
        enable_extension(self._session)
        # Only now: every document that is published asks for the table, and would wait for the others.
        self._lock()
        if not self._state()[0]:
            for statement in self._table.create():
                self._session.execute(text(statement))
            if average_length is not None:
                self._note_average_length(average_length)

    def drop(self) -> None:
        """No more than 100 in one transaction: each holds locks."""
        self._session.execute(text(f"DROP TABLE IF EXISTS {self._table.full_name}"))
        self._forget_counts()

    def add(self, rows: Iterable[WordRow]) -> int:
        """Rows with new ids, to a table that is there; how many."""
        rows = iter(rows)
        analyzed = [(row, self._analyzer.text_terms(row.text)) for row in islice(rows, _SAMPLE)]
        if not analyzed:
            return 0
        average = self.average_length() or self._settle_average_length([terms.length for _, terms in analyzed])
        written = self._write(chain(analyzed, ((row, self._analyzer.text_terms(row.text)) for row in rows)), average)
        self._forget_counts()
        return written

    def replace(self, rows: Iterable[WordRow]) -> int:
        """Rows of documents whose earlier rows go, all of them."""
        rows = list(rows)
        self.delete(document_ids={row.document_id for row in rows})
        return self.add(rows)

    def delete(self, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        if (document_ids or ids) and self._state()[0]:
            self._session.execute(self._table.table.delete().where(self._table.rows_of(document_ids, ids)))
            self._forget_counts()

    def set_enabled(self, enabled: bool, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        if (document_ids or ids) and self._state()[0]:
            changed = self._table.c.enabled.is_distinct_from(enabled)
            rows = self._table.table.update().where(self._table.rows_of(document_ids, ids), changed)
            self._session.execute(rows.values(enabled=enabled))

    def search(self, query: str, k: int, among: Among = None) -> list[WordHit]:
        """The k best of the enabled rows, best first. Nothing from a dataset without a table."""
        if k < 1 or not self._state()[0]:
            return []
        counts = self._known_counts()
        if not (terms := self._terms_of(query, counts)):
            return []
        looked_up = self._rare(terms, counts.rows)
        hits = self._best(terms, looked_up, k, among)
        needed = self._needed(terms, hits, k)
        return self._best(terms, needed, k, among) if needed > looked_up else hits

    def score(self, query: str, ids: Collection[UUID]) -> list[WordHit]:
        """These rows for this query, best first: enabled or not, and also those that have none of its terms."""
        if not ids or not self._state()[0]:
            return []
        terms = self._terms_of(query, self._known_counts())
        if not terms:
            rows = select(self._table.c.id, self._table.c.document_id).where(self._table.rows_of((), ids))
            return [WordHit(id_, document_id, 0.0, 0.0) for id_, document_id in self._session.execute(rows)]
        return self._hits(self._table.scored(self._table.rows_of((), ids)), terms, {})

    def explain(self, query: str, ids: Collection[UUID]) -> dict[UUID, tuple[TermShare, ...]]:
        """What each term of the query that these rows have adds to their scores."""
        if not ids or not self._state()[0] or not (terms := self._terms_of(query, self._known_counts())):
            return {}
        rows = self._table.shares([term.id for term in terms], self._table.rows_of((), ids))
        return {
            id_: tuple(
                TermShare(each.term, each.idf, tf, each.idf * tf) for each, tf in zip(terms, weights, strict=True) if tf
            )
            for id_, weights in tuples_of(self._session, rows, {})
        }

    def ids(self, after: UUID | None = None, limit: int = 10_000) -> list[UUID]:
        """Ids of rows in ascending order, those behind `after`: all of them, page by page, for a sweep."""
        if not self._state()[0]:
            return []
        ids = self._table.c.id
        rows = select(ids) if after is None else select(ids).where(ids > after)
        return list(self._session.scalars(rows.order_by(ids).limit(limit)))

    def count(self) -> int:
        if not self._state()[0]:
            return 0
        return self._session.scalar(select(func.count()).select_from(self._table.table)) or 0

    def settle(self, texts: Iterable[str]) -> None:
        """Make the table, and decide by these texts what an average length is, unless that is decided already."""
        self.create()
        if self.average_length() is None:
            lengths = [self._analyzer.text_terms(each).length for each in islice(texts, _SAMPLE)]
            if lengths:
                self._settle_average_length(lengths)

    def average_length(self) -> float | None:
        """What weights are written with: the same for all rows of a table, so that they compare. It is its comment."""
        comment = self._state()[1]
        return float(comment) if comment else None

    def _rare(self, terms: list[_Term], rows: int) -> int:
        """How many of the terms, rarest first, are looked up to begin with."""
        if rows <= self._limits.few:
            return len(terms)
        found = 0
        for number, term in enumerate(terms):
            found += term.rows
            if number and found > rows * self._limits.rare:
                return number
        return len(terms)

    def _needed(self, terms: list[_Term], hits: list[WordHit], k: int) -> int:
        """How many must be looked up: a row with none of these cannot score what is among the best already."""
        enough = min(k, self._limits.exact)
        # A little less: PostgreSQL adds up in single precision.
        reached = hits[enough - 1].score * 0.99999 if len(hits) >= enough else 0.0
        needed, possible = len(terms), 0.0
        while needed and (possible := possible + terms[needed - 1].idf * MAX_WEIGHT) < reached:
            needed -= 1
        return needed

    def _best(self, terms: list[_Term], looked_up: int, k: int, among: Among) -> list[WordHit]:
        values = {"looked_up": [term.id for term in terms[:looked_up]], "k": k}
        return self._hits(self._table.best(among), terms, values)

    def _hits(self, rows: Rows | TextClause, terms: list[_Term], values: dict[str, Any]) -> list[WordHit]:
        bound = MAX_WEIGHT * math.fsum(term.idf for term in terms)
        weights = as_text({term.id: term.idf for term in terms})
        found = tuples_of(self._session, rows, {**values, "weights": weights})
        return [WordHit(id_, document_id, score, bound) for id_, document_id, score in found]

    def _terms_of(self, query: str, counts: _Counts) -> list[_Term]:
        """Rarest first. A term that no row has says nothing about any of them."""
        terms = {term_id(term): term for term in self._analyzer.query_terms(query)[:MAX_QUERY_TERMS]}
        if missing := [id_ for id_ in terms if id_ not in counts.terms]:
            counted = tuples_of(self._session, self._table.frequencies(), {"ids": missing})
            # One that is not there yet costs nothing to look up again, and may be any time.
            counts.terms |= {id_: rows for id_, rows in counted if rows}
        found = [
            _Term(term, id_, rows, math.log(1 + (max(counts.rows - rows, 0) + 0.5) / (rows + 0.5)))
            for id_, term in terms.items()
            if (rows := counts.terms.get(id_))
        ]
        return sorted(found, key=lambda term: (term.rows, term.id))

    def _known_counts(self) -> _Counts:
        known = _counts.get(self.dataset_id)
        if known and time.monotonic() < known.until and len(known.terms) <= _COUNTED_TERMS:
            return known
        counted = _Counts(time.monotonic() + _COUNTS_SECONDS, self.count())
        if counted.rows > self._limits.few:
            if len(_counts) >= _COUNTED_DATASETS:
                _counts.clear()
            _counts[self.dataset_id] = counted
        return counted

    def _forget_counts(self) -> None:
        _counts.pop(self.dataset_id, None)

    def _write(self, analyzed: Iterable[tuple[WordRow, TextTerms]], average: float) -> int:
        written = 0

        def rows() -> Iterator[Written]:
            nonlocal written
            for row, terms in analyzed:
                written += 1
                yield Written(row.id, row.document_id, row.enabled, weights_of(terms, average))

        cursor = self._session.connection().connection.cursor()
        try:
            cursor.copy_expert(f"COPY {self._table.full_name} FROM STDIN (FORMAT binary)", WordFile(rows()), 65536)
        finally:
            cursor.close()
        self._session.execute(self._table.merge())
        return written

    def _settle_average_length(self, lengths: list[int]) -> float:
        self._lock()
        settled = self.average_length()
        if settled is None:
            settled = (sum(lengths) + _IMAGINED * _IMAGINED_LENGTH) / (len(lengths) + _IMAGINED)
            self._note_average_length(settled)
        return settled

    def _note_average_length(self, average: float) -> None:
        self._session.execute(text(f"COMMENT ON TABLE {self._table.full_name} IS '{float(average)!r}'"))

    def _lock(self) -> None:
        """Two workers may make a table, or settle its average length, at once."""
        self._session.execute(_LOCK, {"name": self._table.name})

    def _state(self) -> tuple[bool, str | None]:
        row = self._session.execute(_STATE, {"name": self._table.full_name}).one()
        return row[0], row[1]
