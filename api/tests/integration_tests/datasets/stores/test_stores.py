"""What holds for every store of vectors."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from tests.integration_tests.datasets.stores.clusters import clusters, exact, like, rows_of
from tests.integration_tests.datasets.stores.conftest import STORES
from treeline.datasets.stores.errors import InvalidEmbedding, StoreSchemaDiffers
from treeline.datasets.stores.port import VectorIndex, VectorRow, VectorStore
from treeline.kernel.ids import new_id

DIMS = 24
K = 10


@pytest.fixture
def index(store: VectorStore) -> Iterator[VectorIndex]:
    made = VectorIndex(new_id(), DIMS)
    store.probe()
    store.create(made)
    yield made
    # A server that is not ours keeps nothing of it.
    store.drop(made)


@pytest.fixture
def rows(store: VectorStore, index: VectorIndex) -> list[VectorRow]:
    """300 of 6 documents."""
    made = rows_of(clusters(300, DIMS), 6)
    assert store.upsert(index, made) == 300
    store.maintain(index)
    return made


def found(store: VectorStore, index: VectorIndex, query: np.ndarray, among: list[UUID] | None = None) -> list[UUID]:
    return [hit.id for hit in store.search(index, query, K, among)]


def documents(rows: list[VectorRow]) -> list[UUID]:
    return list(dict.fromkeys(row.document_id for row in rows))


def test_the_nearest_are_found_with_their_cosine(store: VectorStore, index: VectorIndex, rows: list[VectorRow]):
    query = clusters(1, DIMS, seed=1)[0]
    hits = store.search(index, query, K)
    assert [hit.id for hit in hits] == exact(rows, query, K)
    by_id = {row.id: row for row in rows}
    for hit in hits:
        kept, asked = by_id[hit.id].vector.astype(float), query.astype(float)
        assert hit.document_id == by_id[hit.id].document_id
        assert hit.cosine == pytest.approx(kept @ asked / np.linalg.norm(kept) / np.linalg.norm(asked), abs=1e-5)
    assert store.search(index, rows[5].vector, 1)[0].cosine == pytest.approx(1, abs=1e-5)
    assert store.search(index, -rows[5].vector, 300)[-1].cosine == pytest.approx(-1, abs=1e-5)


def test_twice_is_once(store: VectorStore, index: VectorIndex, rows: list[VectorRow]):
    store.create(index)
    store.upsert(index, rows)
    assert store.count(index) == 300
    moved = [replace(row, vector=-row.vector, document_id=new_id()) for row in rows[:3]]
    store.upsert(index, moved)
    assert store.count(index) == 300
    assert (hit := store.search(index, moved[0].vector, 1)[0]).id == moved[0].id
    assert hit.document_id == moved[0].document_id
    store.delete(index, ids=[rows[0].id])
    store.delete(index, ids=[rows[0].id, new_id()])
    assert store.count(index) == 299


def test_what_is_deleted_is_not_found(store: VectorStore, index: VectorIndex, rows: list[VectorRow]):
    first = documents(rows)[0]
    store.delete(index, document_ids=[first, new_id()], ids=[rows[-1].id])
    left = [row for row in rows[:-1] if row.document_id != first]
    assert store.ids(index) == sorted(row.id for row in left)
    assert found(store, index, rows[0].vector) == exact(left, rows[0].vector, K)
    assert store.score(index, rows[0].vector, [rows[0].id]) == []
    store.delete(index, document_ids=[])
    assert store.count(index) == len(left)


def test_only_what_is_enabled_is_found(store: VectorStore, index: VectorIndex, rows: list[VectorRow]):
    first, query = documents(rows)[0], rows[0].vector
    store.set_enabled(index, False, document_ids=[first], ids=[rows[-1].id])
    left = [row for row in rows[:-1] if row.document_id != first]
    assert found(store, index, query) == exact(left, query, K)
    # Whether it is enabled now, PostgreSQL's rows know.
    assert store.score(index, query, [rows[0].id])[0].id == rows[0].id
    store.set_enabled(index, True, document_ids=[first], ids=[rows[-1].id])
    assert found(store, index, query) == exact(rows, query, K)
    store.upsert(index, [replace(rows[0], enabled=False)])
    assert found(store, index, query) == exact(rows[1:], query, K)


def test_a_filter_leaves_all_that_it_lets_through(store: VectorStore, index: VectorIndex, rows: list[VectorRow]):
    query = rows[0].vector
    for wanted in (documents(rows)[4:], documents(rows)[5:], [new_id()], []):
        among = [row for row in rows if row.document_id in wanted]
        assert found(store, index, query, wanted) == (exact(among, query, K) if among else [])


def test_scores_of_what_others_have_found(store: VectorStore, index: VectorIndex, rows: list[VectorRow]):
    query, wanted = clusters(1, DIMS, seed=2)[0], rows[::40]
    hits = store.score(index, query, [*(row.id for row in wanted), new_id()])
    assert [hit.id for hit in hits] == exact(wanted, query, len(wanted))
    assert store.score(index, query, []) == []


def test_ids_and_vectors_can_be_taken_out(store: VectorStore, index: VectorIndex, rows: list[VectorRow]):
    taken: list[UUID] = []
    while page := store.ids(index, taken[-1] if taken else None, 70):
        taken += page
    assert taken == sorted(row.id for row in rows)
    kept = store.vectors(index, taken)
    assert set(kept) == set(taken)
    assert all(kept[row.id].dtype == np.float16 and (kept[row.id] == row.vector).all() for row in rows)
    assert store.vectors(index, []) == {}


def test_one_index_knows_nothing_of_another(store: VectorStore, index: VectorIndex, rows: list[VectorRow]):
    other = VectorIndex(new_id(), 3)
    store.create(other)
    assert store.search(other, np.ones(3), K) == []
    store.upsert(other, [replace(rows[0], vector=np.array([1.0, 0, 0]))])
    store.drop(other)
    store.drop(other)
    assert store.count(index) == 300
    with pytest.raises(StoreSchemaDiffers):
        store.search(other, np.ones(3), K)
    with pytest.raises(StoreSchemaDiffers):
        store.upsert(other, [replace(rows[0], vector=np.ones(3))])


@pytest.mark.parametrize(
    "bad",
    [
        np.ones(DIMS + 1),
        np.ones((1, DIMS)),
        np.zeros(DIMS),
        np.full(DIMS, 1e-9),
        np.full(DIMS, np.nan),
        np.full(DIMS, 70_000.0),
        np.array([*[1.0] * (DIMS - 1), np.inf]),
    ],
)
def test_what_is_no_vector_is_rejected_and_nothing_written(store: VectorStore, index: VectorIndex, bad: np.ndarray):
    good = rows_of(clusters(3, DIMS))
    with pytest.raises(InvalidEmbedding, match="Vector 3"):
        store.upsert(index, [*good[:2], replace(good[2], vector=bad)])
    assert store.count(index) == 0
    with pytest.raises(InvalidEmbedding):
        store.search(index, bad, K)


def test_the_same_name_with_other_dims_is_told(store: VectorStore, index: VectorIndex):
    with pytest.raises(StoreSchemaDiffers):
        store.create(VectorIndex(index.id, DIMS + 8))


@pytest.mark.parametrize("store", ["pgvector", *(name for name in STORES if "real" in name)], indirect=True)
def test_more_than_ten_thousand_rows(store: VectorStore):
    index, rows = VectorIndex(new_id(), 96), rows_of(clusters(10_200, 96), 102)
    store.create(index)
    assert store.upsert(index, rows) == store.upsert(index, rows) == store.count(index) == 10_200
    wanted = documents(rows)[:4]
    among = [row for row in rows if row.document_id in wanted]
    for considered, filter_ in ((rows, None), (among, wanted)):
        shares = [len({*exact(considered, q, K)} & {*found(store, index, q, filter_)}) / K for q in like(rows, 20)]
        assert np.mean(shares) >= 0.95
    assert store.ids(index, limit=20_000) == sorted(row.id for row in rows)
    store.delete(index, document_ids=documents(rows)[1:])
    assert store.ids(index) == sorted(row.id for row in rows[:100])
    store.drop(index)
