"""How pgvector is used: what a search reads, and with which of the ways."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import Select, select, text

from tests.integration_tests.datasets.stores.clusters import clusters, exact, like, rows_of
from treeline.datasets.stores.errors import VectorExtensionMissing
from treeline.datasets.stores.pgvector import NARROW_CANDIDATES, PgvectorStore, Thresholds
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.datasets.stores.postgres import Tables
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id

DIMS = 64

_READ = text("""
    SELECT pg_stat_get_xact_numscans(to_regclass(:vectors || '_pkey')),
           coalesce(pg_stat_get_xact_numscans(to_regclass(:graph)), 0)""")


@pytest.fixture
def index() -> VectorIndex:
    return VectorIndex(new_id(), DIMS)


@pytest.fixture
def read(session: DbSession, index: VectorIndex) -> Callable[[Callable[[], object]], tuple[int, int]]:
    """How many vectors are looked up, and how often the graph is."""

    def counted(act: Callable[[], object]) -> tuple[int, int]:
        before = session.execute(_READ, Tables(index).names()).one()
        act()
        after = session.execute(_READ, Tables(index).names()).one()
        return after[0] - before[0], after[1] - before[1]

    return counted


def filled(store: PgvectorStore, index: VectorIndex, rows: list[VectorRow]) -> list[UUID]:
    store.create(index)
    store.upsert(index, rows)
    store.maintain(index)
    return list(dict.fromkeys(row.document_id for row in rows))


def test_the_signs_are_read_and_the_vectors_of_the_nearest(session: DbSession, index: VectorIndex, read: Callable):
    store, rows = PgvectorStore(session, Thresholds(2000)), rows_of(clusters(3000, DIMS), 6)
    documents = filled(store, index, rows)
    query = rows[0].vector
    assert read(lambda: store.search(index, query, 10)) == (NARROW_CANDIDATES, 0)
    assert read(lambda: store.search(index, query, 150)) == (600, 0)
    # What is left by a filter, or small, is read whole.
    assert read(lambda: store.search(index, query, 10, documents[:2])) == (1000, 0)
    assert read(lambda: store.search(index, query, 10, documents[:5])) == (NARROW_CANDIDATES, 0)
    assert session.scalar(text("SHOW enable_seqscan")) == "off"


def test_a_graph_is_made_used_and_dropped_by_the_number_of_rows(session: DbSession, index: VectorIndex, read: Callable):
    store, rows = PgvectorStore(session, Thresholds(100, 1500, 900)), rows_of(clusters(2000, DIMS), 4)
    documents = filled(store, index, rows)
    query = rows[0].vector
    assert read(lambda: store.search(index, query, 10)) == (NARROW_CANDIDATES, 1)
    assert read(lambda: store.search(index, query, 10, select_of(documents[:3])))[1] == 1
    assert read(lambda: store.search(index, query, 10, documents[:1])) == (NARROW_CANDIDATES, 0)
    # However much the planner would like to take the graph: with a filter it would find less than there is.
    scanning = PgvectorStore(session, Thresholds(100, 1500, 5000))
    session.execute(text("SET LOCAL enable_sort = off"))
    assert read(lambda: scanning.search(index, query, 10)) == (NARROW_CANDIDATES, 0)
    session.execute(text("SET LOCAL enable_sort = on"))
    assert session.scalar(text("SHOW hnsw.iterative_scan")) == "relaxed_order"
    store.delete(index, document_ids=documents[:2])
    store.maintain(index)
    assert read(lambda: store.search(index, query, 10)) == (NARROW_CANDIDATES, 0)


def test_the_nearest_by_signs_hold_the_nearest(session: DbSession, index: VectorIndex):
    store, rows = PgvectorStore(session, Thresholds(exact_below=100)), rows_of(clusters(5000, DIMS), 25)
    documents = filled(store, index, rows)
    for considered, among in ((rows, None), (rows[:200], select_of(documents[:1])), (rows[600:2000], documents[3:10])):
        shares = [
            len({*exact(considered, query, 10)} & {hit.id for hit in store.search(index, query, 10, among)}) / 10
            for query in like(rows, 20)
        ]
        assert np.mean(shares) >= 0.98


def select_of(ids: list[UUID]) -> Select[Any]:
    return select(text("d::uuid")).select_from(text(f"unnest(ARRAY{[str(each) for each in ids]}) d"))


def test_the_extension_is_enabled_where_it_may_be(session: DbSession, index: VectorIndex):
    store = PgvectorStore(session)
    session.execute(text("DROP EXTENSION vector CASCADE"))
    with pytest.raises(VectorExtensionMissing, match="Run CREATE EXTENSION vector"):
        store.probe()
    session.execute(text("CREATE ROLE nobody; GRANT ALL ON SCHEMA vectors TO nobody; SET LOCAL ROLE nobody"))
    with pytest.raises(VectorExtensionMissing, match="Run CREATE EXTENSION vector"):
        store.create(index)
    session.execute(text("RESET ROLE"))
    store.create(index)
    assert store.count(index) == 0
