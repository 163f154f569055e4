"""What can happen to a store that is a server of its own."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from qdrant_client import QdrantClient, models

from tests.integration_tests.datasets.stores.clusters import clusters, rows_of
from tests.integration_tests.datasets.stores.conftest import remote
from tests.qdrant_server import FakeQdrant
from tests.weaviate_server import FakeWeaviate
from treeline.datasets.stores.errors import StoreSchemaDiffers, StoreUnavailable
from treeline.datasets.stores.port import VectorIndex, VectorStore
from treeline.datasets.stores.qdrant import QdrantStore
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id

DIMS = 8
Server = FakeWeaviate | FakeQdrant


def opened(server: Server, session: DbSession, key: str = "") -> VectorStore:
    if isinstance(server, FakeQdrant):
        return remote("qdrant", session, qdrant_url=server.url, qdrant_api_key=key)
    own = {"weaviate_endpoint": server.endpoint, "weaviate_grpc_endpoint": server.grpc_endpoint}
    return remote("weaviate", session, **own, weaviate_api_key=key)


@pytest.fixture(params=[FakeWeaviate, FakeQdrant])
def server(request: Any) -> Iterator[Server]:
    with request.param() as running:
        yield running


def calls(store: VectorStore, index: VectorIndex) -> list[Callable[[], object]]:
    rows = rows_of(clusters(2, index.dims))
    ids, documents = [row.id for row in rows], [row.document_id for row in rows]
    return [
        store.probe,
        lambda: store.create(index),
        lambda: store.upsert(index, rows),
        lambda: store.delete(index, document_ids=documents, ids=ids),
        lambda: store.set_enabled(index, False, document_ids=documents, ids=ids),
        lambda: store.search(index, rows[0].vector, 1, documents),
        lambda: store.score(index, rows[0].vector, ids),
        lambda: store.vectors(index, ids),
        lambda: store.ids(index),
        lambda: store.count(index),
        lambda: store.drop(index),
    ]


def test_a_store_that_is_away_is_told_by_every_call_and_found_again(server: Server, session: DbSession):
    store, index, rows = opened(server, session), VectorIndex(new_id(), DIMS), rows_of(clusters(3, DIMS))
    store.create(index)
    store.upsert(index, rows)
    server.stop()
    for call in calls(store, index):
        with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1") as told:
            call()
        assert (told.value.status, told.value.code) == (503, "store_unavailable")
    server.start()
    assert store.count(index) == 3
    assert store.search(index, rows[0].vector, 1)[0].id == rows[0].id


def test_a_store_that_never_was_there_is_told(session: DbSession):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for store in (
        remote("qdrant", session, qdrant_url=f"http://127.0.0.1:{port}"),
        remote("weaviate", session, weaviate_endpoint=f"http://127.0.0.1:{port}"),
    ):
        with pytest.raises(StoreUnavailable, match=str(port)):
            store.probe()


def test_a_server_that_is_starting_is_away_and_not_empty(session: DbSession):
    with FakeWeaviate() as server:
        store, index = opened(server, session), VectorIndex(new_id(), DIMS)
        store.create(index)
        server.empty()
        server.is_ready = False
        for call in calls(store, index):
            with pytest.raises(StoreUnavailable, match="is starting"):
                call()


def test_a_port_without_grpc_is_told(session: DbSession):
    with FakeWeaviate() as server:
        here = {"weaviate_endpoint": server.endpoint, "weaviate_grpc_endpoint": "127.0.0.1:1"}
        with pytest.raises(StoreUnavailable, match="Check WEAVIATE_GRPC_ENDPOINT"):
            remote("weaviate", session, **here).probe()


@pytest.mark.parametrize(("kind", "setting"), [(FakeWeaviate, "WEAVIATE_API_KEY"), (FakeQdrant, "QDRANT_API_KEY")])
def test_a_wrong_key_is_told_and_not_shown(kind: type[Server], setting: str, session: DbSession):
    with kind("a key") as server:
        with pytest.raises(StoreUnavailable, match=setting) as told:
            opened(server, session, "sesame").probe()
        assert "sesame" not in str(told.value)


@pytest.mark.parametrize(("kind", "version"), [(FakeWeaviate, "1.26.9"), (FakeQdrant, "1.9.7")])
def test_a_server_that_is_too_old_is_told(kind: type[Server], version: str, session: DbSession):
    with kind(version=version) as server, pytest.raises((StoreUnavailable, StoreSchemaDiffers), match=version):
        opened(server, session).probe()


def test_what_was_emptied_behind_our_back_is_told_and_made_again(server: Server, session: DbSession):
    store, index, rows = opened(server, session), VectorIndex(new_id(), DIMS), rows_of(clusters(3, DIMS))
    store.create(index)
    store.upsert(index, rows)
    server.empty()
    for call in calls(store, index)[2:-1]:
        with pytest.raises(StoreSchemaDiffers, match="written again"):
            call()
    store.drop(index)
    store.create(index)
    assert store.ids(index) == []
    assert store.upsert(index, rows) == store.count(index) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"multiTenancyConfig": {"enabled": False}}, "it has no tenants"),
        ({"vectorConfig": {}}, "no vector named default"),
        ({"properties": []}, "document_id is missing, not uuid"),
    ],
)
def test_a_collection_of_somebody_else_is_left_alone(change: dict[str, Any], said: str, session: DbSession):
    with FakeWeaviate() as server:
        store, index = opened(server, session), VectorIndex(new_id(), DIMS)
        store.create(index)
        name = next(iter(server.schema))
        server.schema[name] |= change
        for act in (store.probe, lambda: store.create(index), lambda: store.create(VectorIndex(new_id(), DIMS))):
            with pytest.raises(StoreSchemaDiffers, match=f"{said}.*Delete it there"):
                act()
        assert list(server.schema) == [name]


def test_a_collection_with_another_distance_is_left_alone(session: DbSession):
    with FakeQdrant() as server:
        store, index = opened(server, session), VectorIndex(new_id(), DIMS)
        other = models.VectorParams(size=DIMS, distance=models.Distance.DOT)
        server.local.create_collection(f"vector_index_{index.id}", other)
        server.payload_indexes[f"vector_index_{index.id}"] = {}
        with pytest.raises(StoreSchemaDiffers, match=r"compared by Dot.*Delete it there"):
            store.create(index)


def test_payload_indexes_are_there_before_the_first_row(session: DbSession):
    with FakeQdrant() as server:
        store, index = opened(server, session), VectorIndex(new_id(), DIMS)
        store.create(index)
        made = {"document_id": "keyword", "enabled": "bool"}
        assert server.payload_indexes == {f"vector_index_{index.id}": made}
        # Where a worker was killed between the two.
        server.payload_indexes[f"vector_index_{index.id}"].pop("enabled")
        store.create(index)
        assert server.payload_indexes == {f"vector_index_{index.id}": made}


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect")
def test_the_fake_answers_as_the_library_does_by_itself(session: DbSession):
    index, rows = VectorIndex(new_id(), DIMS), rows_of(clusters(200, DIMS), 4)
    alone = QdrantStore(QdrantClient(":memory:"), "")
    with FakeQdrant() as server:
        answers = []
        for store in (opened(server, session), alone):
            store.create(index)
            store.upsert(index, rows)
            store.set_enabled(index, False, ids=[row.id for row in rows[::7]])
            store.delete(index, document_ids=[rows[60].document_id])
            hits = store.search(index, rows[0].vector, 20, [rows[0].document_id, rows[199].document_id])
            hits += store.score(index, rows[1].vector, [row.id for row in rows[:9]])
            answers.append((store.ids(index), [(hit.id, hit.document_id, round(hit.cosine, 5)) for hit in hits]))
    assert answers[0] == answers[1]


def test_more_is_deleted_than_one_request_may(session: DbSession):
    with FakeWeaviate() as server:
        server.most_deleted = 30
        store, index, rows = opened(server, session), VectorIndex(new_id(), DIMS), rows_of(clusters(100, DIMS), 2)
        store.create(index)
        store.upsert(index, rows)
        store.delete(index, document_ids=[rows[0].document_id])
        assert store.ids(index) == [row.id for row in rows[50:]]


def test_a_vector_comes_back_bit_by_bit(server: Server, session: DbSession):
    store, index = opened(server, session), VectorIndex(new_id(), 3)
    store.create(index)
    made = [[65504, 1, -1], [6e-8, 0, 6e-8], [0.1, 0.2, 0.3], [0, 0, 1000], [1e-3, 6e4, 6e-5], [-7, 0.33, 0]]
    rows = rows_of(np.array(made, np.float16))
    store.upsert(index, rows)
    kept = store.vectors(index, [row.id for row in rows])
    assert [kept[row.id].tolist() for row in rows] == [row.vector.tolist() for row in rows]
