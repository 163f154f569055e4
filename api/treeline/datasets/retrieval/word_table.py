"""The table `vectors.w_<dataset>` in PostgreSQL: of each row its terms and their weights.

`terms` finds rows by a GIN index, `weights` (a sparse vector of BM25's tf parts) scores them: a query's terms with
their idf are a sparse vector as well, and the score is the inner product.
"""

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    TextClause,
    Uuid,
    bindparam,
    column,
    or_,
    select,
    table,
    text,
)

from treeline.datasets.analysis.tokens import TERM_IDS, TextTerms, term_id
from treeline.datasets.stores.port import Among
from treeline.datasets.stores.postgres import SCHEMA, any_of

K1, B = 1.5, 0.75
MAX_WEIGHT = K1 + 1
# Of a sparse vector. A longer text keeps its heaviest.
MAX_TERMS = 16_000

_HEAD = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TAIL = struct.pack(">h", -1)
_INT4 = 23  # PostgreSQL's number of the type

_SOME = "enabled AND terms OPERATOR(pg_catalog.&&) CAST(:looked_up AS int[])"
_DISTANCE = "weights <#> CAST(:weights AS sparsevec), id"
_SCORED = "id, document_id, -(weights <#> CAST(:weights AS sparsevec))"

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """A row as it goes into the table."""

    id: UUID
    document_id: UUID
    enabled: bool
    weights: dict[int, float]


class WordTable:
    def __init__(self, dataset_id: UUID):
        self.name = f"w_{dataset_id.hex}"
        self.full_name = f"{SCHEMA}.{self.name}"
        columns = (column("id", Uuid()), column("document_id", Uuid()), column("enabled"))
        self.table = table(self.name, *columns, schema=SCHEMA)
        self.c = self.table.c

    def create(self) -> list[str]:
        """Weights stay in the row, where a search reads them; terms may go elsewhere, nothing but the index reads them.

        A second process gains next to nothing at these sizes.
        """
        columns = "id uuid, document_id uuid NOT NULL, enabled boolean NOT NULL, terms int[] NOT NULL"
        columns += ", weights sparsevec NOT NULL, PRIMARY KEY (id)"
        return [
            f"CREATE TABLE {self.full_name} ({columns}) WITH (parallel_workers = 0)",
            f"ALTER TABLE {self.full_name} ALTER weights SET STORAGE MAIN, ALTER terms SET STORAGE EXTERNAL",
            f"CREATE INDEX {self.name}_document ON {self.full_name} (document_id)",
            f"CREATE INDEX {self.name}_terms ON {self.full_name} USING gin (terms)",
        ]

    def merge(self) -> Any:
        """New terms are gathered, which is four times as fast as putting each into its place, and merged at the end:
        what is gathered would be read by every search."""
        return text(f"SELECT gin_clean_pending_list('{self.full_name}_terms')")

    def frequencies(self) -> Any:
        """(term, how many rows have it) of each of `:ids`.

        The extension intarray has operators of the same names, which do not use the index.
        """
        counted = f"(SELECT count(*) FROM {self.full_name} WHERE terms OPERATOR(pg_catalog.@>) ARRAY[t.id])"  # noqa: S608  ours
        return text(f"SELECT t.id, {counted} FROM unnest(CAST(:ids AS int[])) AS t(id)")  # noqa: S608  ours

    def rows_of(self, document_ids: Collection[UUID], ids: Collection[UUID]) -> ColumnElement[bool]:
        of_documents = [self.c.document_id == any_of(document_ids)] if document_ids else []
        return or_(self.c.id == any_of(ids), *of_documents)

    def best(self, among: Among) -> Rows | TextClause:
        """(id, document_id, score by `:weights`) of the `:k` enabled rows that score highest, of those with one of
        `:looked_up`.

        Of text, as far as can be: SQLAlchemy takes longer to put this together than PostgreSQL to answer it.
        """
        if among is None:
            return text(f"SELECT {_SCORED} FROM {self.full_name} WHERE {_SOME} ORDER BY {_DISTANCE} LIMIT :k")  # noqa: S608  ours
        documents = among if isinstance(among, Select) else any_of(among)
        rows = select(text(_SCORED)).select_from(self.table).where(text(_SOME))
        held = self.c.document_id.in_(documents) if isinstance(among, Select) else self.c.document_id == documents
        return rows.where(held).order_by(text(_DISTANCE)).limit(bindparam("k", type_=Integer()))

    def scored(self, condition: ColumnElement[bool]) -> Rows:
        """(id, document_id, score by `:weights`), best first."""
        return select(text(_SCORED)).select_from(self.table).where(condition).order_by(text(_DISTANCE))

    def shares(self, terms: Sequence[int], condition: ColumnElement[bool]) -> Rows:
        """(id, the weight of each term)"""
        weights = ", ".join(f"-(weights <#> CAST(:term{number} AS sparsevec))" for number in range(len(terms)))
        single = {f"term{number}": as_text({term: 1}) for number, term in enumerate(terms)}
        shown = text(f"id, CAST(ARRAY[{weights}] AS float8[])").bindparams(**single)
        return select(shown).select_from(self.table).where(condition)


def weights_of(found: TextTerms, average: float) -> dict[int, float]:
    """BM25's tf part of each term, by its id: below MAX_WEIGHT."""
    counts: dict[int, int] = defaultdict(int)
    for term, count in found.counts.items():
        counts[term_id(term)] += count
    length = K1 * (1 - B + B * found.length / average)
    weights = {term: count * MAX_WEIGHT / (count + length) for term, count in counts.items()}
    if len(weights) <= MAX_TERMS:
        return weights
    return dict(nlargest(MAX_TERMS, weights.items(), key=lambda each: (each[1], each[0])))


def as_text(weights: dict[int, float]) -> str:
    """As PostgreSQL reads a sparse vector."""
    return f"{{{','.join(f'{term}:{weight!r}' for term, weight in sorted(weights.items()))}}}/{TERM_IDS}"


def _in_binary(row: Written) -> bytes:
    terms = sorted(row.weights)
    size = len(terms)
    pairs = [number for term in terms for number in (4, term)]
    array = struct.pack(f">5i{2 * size}i", 1, 0, _INT4, size, 1, *pairs) if size else struct.pack(">3i", 0, 0, _INT4)
    indexes, values = [term - 1 for term in terms], [row.weights[term] for term in terms]
    vector = struct.pack(f">3i{size}i{size}f", TERM_IDS, size, 0, *indexes, *values)
    fields = (row.id.bytes, row.document_id.bytes, bytes([row.enabled]), array, vector)
    return struct.pack(">h", len(fields)) + b"".join(struct.pack(">i", len(field)) + field for field in fields)


class WordFile:
    """A file to read from, as COPY wants it, over rows that are made while it is sent."""

    def __init__(self, rows: Iterable[Written]):
        self._parts = self._all(rows)
        self._rest = b""

    @staticmethod
    def _all(rows: Iterable[Written]) -> Iterator[bytes]:
        yield _HEAD
        yield from map(_in_binary, rows)
        yield _TAIL

    def read(self, size: int) -> bytes:
        parts: list[bytes] = [self._rest]
        have = len(self._rest)
        while have < size and (part := next(self._parts, None)) is not None:
            parts.append(part)
            have += len(part)
        joined = b"".join(parts)
        self._rest = joined[size:]
        return joined[:size]
