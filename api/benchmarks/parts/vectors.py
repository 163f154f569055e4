"""Finding by vectors, through signs, against the scan of all vectors: how fast, and how many of the ten nearest.

The vectors are made: clusters of one length, as models give them. What the filter lets through is spread over all.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from benchmarks.parts.table import Row, medians, ms
from treeline.datasets.stores.pgvector import PgvectorStore
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.datasets.stores.postgres import Tables
from treeline.kernel.ids import new_id

K, DIMS = 10, 1024
DOCUMENTS, WANTED = 500, 20  # a filter that 4 % pass
QUERIES, TIMED = 40, 10
_PIECE = 5000

_EXACT = """
    SELECT v.id FROM vectors.{vectors} v {join}
    ORDER BY v.embedding <=> CAST(:query AS halfvec) LIMIT {k}"""
_FILTER = "JOIN vectors.{bits} b ON b.id = v.id AND b.enabled AND b.document_id = ANY(CAST(:documents AS uuid[]))"

Search = Callable[[np.ndarray], list[UUID]]


def vector_rows(engine: Engine, number: int, rounds: int) -> list[Row]:
    """Of so many segments."""
    with filled(engine, number) as (session, index, queries, seconds):
        documents = [UUID(int=each) for each in range(1, WANTED + 1)]
        every = _compared(session, index, queries, None, rounds)
        some = _compared(session, index, queries, documents, rounds)
    share = f"{WANTED / DOCUMENTS:.0%}"
    return [
        Row(f"vectors in {number:,} segments of {DIMS:,} dimensions: the first {K}", every.compared, every.ratio,
            "x exact scan", 1 / 8),
        Row(f"  recall@{K}", f"{QUERIES} queries", every.recall, "", 0.98, True),
        Row(f"  with a filter that {share} pass", some.compared, some.ratio, "x exact scan", None),
        Row(f"    recall@{K}", f"{QUERIES} queries", some.recall, "", 0.98, True),
        Row("  written", f"{number / seconds:,.0f} a second", seconds, "s", None),
    ]  # fmt: skip


class _Compared:
    def __init__(self, ours: float, exact: float, recall: float):
        self.compared, self.ratio, self.recall = f"{ms(ours)}, exact {ms(exact)}", ours / exact, recall


def _compared(
    session: Session, index: VectorIndex, queries: np.ndarray, documents: list[UUID] | None, rounds: int
) -> _Compared:
    store = PgvectorStore(session)

    def by_signs(query: np.ndarray) -> list[UUID]:
        return [hit.id for hit in store.search(index, query, K, documents)]

    exact = exact_scan(session, index, documents)
    shares = [len({*exact(query)} & {*by_signs(query)}) / K for query in queries]
    ours, theirs = medians(rounds, _each(by_signs, queries), _each(exact, queries))
    return _Compared(ours, theirs, float(np.mean(shares)))


def exact_scan(session: Session, index: VectorIndex, documents: list[UUID] | None) -> Search:
    tables = Tables(index)
    names = {"vectors": tables.vectors_name, "bits": tables.bits_name}
    join = "" if documents is None else _FILTER.format(**names)
    scan = text(_EXACT.format(**names, join=join, k=K))
    values: dict[str, Any] = {} if documents is None else {"documents": [str(each) for each in documents]}

    def search(query: np.ndarray) -> list[UUID]:
        session.execute(text("SET LOCAL enable_seqscan = on"))
        found = list(session.scalars(scan, values | {"query": str(query.tolist())}))
        session.execute(text("SET LOCAL enable_seqscan = off"))
        return found

    return search


def _each(search: Search, queries: np.ndarray) -> Callable[[], float]:
    def measure() -> float:
        began = time.perf_counter()
        for query in queries[:TIMED]:
            search(query)
        return (time.perf_counter() - began) / TIMED

    return measure


@contextmanager
def filled(engine: Engine, number: int) -> Iterator[tuple[Session, VectorIndex, np.ndarray, float]]:
    """A session on an index of so many rows, queries near to some of them, and the seconds that writing took."""
    drawn = np.random.default_rng(7)
    centers = drawn.standard_normal((max(1, number // 50), DIMS), np.float32)
    index, queries, seconds = VectorIndex(new_id(), DIMS), list[np.ndarray](), 0.0
    with Session(engine) as session:
        store = PgvectorStore(session)
        store.create(index)
        for start in range(0, number, _PIECE):
            vectors = _near(drawn, centers[drawn.integers(len(centers), size=min(_PIECE, number - start))], 0.7)
            queries.extend(_near(drawn, vectors[:: _PIECE // 2].astype(np.float32), 0.5 / np.sqrt(DIMS)))
            began = time.perf_counter()
            store.upsert(index, _rows(vectors, start))
            seconds += time.perf_counter() - began
        session.commit()
        for name in (Tables(index).vectors_name, Tables(index).bits_name):
            session.execute(text(f"ANALYZE vectors.{name}"))
        yield session, index, np.stack(queries)[:QUERIES], seconds
        store.drop(index)
        session.commit()


def _near(drawn: np.random.Generator, vectors: np.ndarray, spread: float) -> np.ndarray:
    made = vectors + spread * drawn.standard_normal(vectors.shape, np.float32)
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16)


def _rows(vectors: np.ndarray, start: int) -> list[VectorRow]:
    numbers = enumerate(vectors, start)
    return [VectorRow(UUID(int=at + 1), UUID(int=at % DOCUMENTS + 1), vector) for at, vector in numbers]
