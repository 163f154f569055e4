"""Knowledge bases whose vectors are in Weaviate or Qdrant: PostgreSQL decides, and the store follows.

Nothing here speaks to a store inside a transaction: `open_store` would not let it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlalchemy import delete, func, select, update

from tests.bundles import Contents
from tests.conftest import Person
from tests.integration_tests.datasets.bundled import brought, export
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import MODEL, PROVIDER
from tests.model_dialects import Heard
from tests.model_server import ModelServer
from tests.qdrant_server import FakeQdrant
from tests.weaviate_server import FakeWeaviate
from treeline.datasets.indexing import checking, dropping, following, sweep
from treeline.datasets.models import Document, KnowledgeIndex, Segment
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import StoreSchemaDiffers
from treeline.datasets.stores.outbox import IndexOperation
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.datasets.stores.registry import open_store
from treeline.kernel import current
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp

MUR, DANUBE = "The Mur flows through Graz.", "The Danube flows through Linz."
Server = FakeWeaviate | FakeQdrant


@pytest.fixture(params=[FakeWeaviate, FakeQdrant])
def store_server(request: Any, flask_app: FlaskApp, server: ModelServer) -> Iterator[Server]:
    settings = flask_app.extensions["settings"]
    with request.param() as running:
        if isinstance(running, FakeQdrant):
            given = {"vector_store": "qdrant", "qdrant_url": running.url}
        else:
            here = {"weaviate_endpoint": running.endpoint, "weaviate_grpc_endpoint": running.grpc_endpoint}
            given = {"vector_store": "weaviate", **here}
        flask_app.extensions["settings"] = settings.model_copy(update=given)
        yield running
    flask_app.extensions["settings"] = settings


@dataclass
class Rivers:
    """A knowledge base with vectors in the store, two documents, and what happens to it."""

    shelf: Shelf
    server: Server
    models: ModelServer

    @property
    def id(self) -> UUID:
        return UUID(self.shelf.dataset["id"])

    def found(self, query: str = MUR, method: str = "semantic_search") -> list[str]:
        return self.shelf.found(query, retrieval_model={"search_method": method, "top_k": 5})

    def stored(self) -> set[UUID]:
        """Ids in the store."""
        with unit_of_work() as session:
            mine = (KnowledgeIndex.dataset_id == self.id, KnowledgeIndex.state == "active")
            row = session.scalars(select(KnowledgeIndex).where(*mine)).one()
        store = open_store(row.store, db.session, current.settings(DatasetSettings))
        return set(store.ids(VectorIndex(row.id, row.dimensions or 0)))

    def indexes(self) -> Sequence[KnowledgeIndex]:
        with unit_of_work() as session:
            return session.scalars(select(KnowledgeIndex).where(KnowledgeIndex.dataset_id == self.id)).all()

    def rows(self) -> set[UUID]:
        """Ids of the segments."""
        with unit_of_work() as session:
            return set(session.scalars(select(Segment.id).where(Segment.dataset_id == self.id)))

    def waiting(self) -> int:
        with unit_of_work() as session:
            due = IndexOperation.due_at < func.now() + timedelta(hours=1)
            return len(session.scalars(select(IndexOperation.id).where(due)).all())

    def embedded(self) -> int:
        return sum(heard.path.endswith("/embeddings") for heard in self.models.requests)

    def again(self) -> None:
        """The store is back, and a minute has passed."""
        self.server.start()
        with unit_of_work() as session:
            session.execute(update(IndexOperation).values(due_at=IndexOperation.created_at))
            session.execute(update(Document).values(claimed_until=None))
            following.sweep(session)
            sweep.sweep(session)
        self.shelf.run_tasks()


@pytest.fixture
def rivers(
    alice: Person,
    knowledge: Callable[..., Any],
    key_of: Callable[..., Any],
    run_tasks: Callable[[], list[str]],
    store_server: Server,
    server: ModelServer,
    context: FlaskApp,
) -> Rivers:
    high = {"indexing_technique": "high_quality", "embedding_model": MODEL, "embedding_model_provider": PROVIDER}
    dataset = knowledge("Rivers", permission="all_team_members", **high)
    return Rivers(Shelf(alice, key_of(), run_tasks, dataset), store_server, server)


@pytest.fixture
def documents(rivers: Rivers) -> list[str]:
    return [rivers.shelf.add(name, text)["id"] for name, text in (("mur.md", MUR), ("danube.md", DANUBE))]


def test_it_works(rivers: Rivers, documents: list[str]):
    assert rivers.found() == [MUR, DANUBE]
    assert rivers.found(DANUBE, "hybrid_search")[0] == DANUBE
    assert rivers.stored() == rivers.rows()
    assert rivers.waiting() == 0


def test_a_filter_is_passed_on(rivers: Rivers, documents: list[str]):
    condition = {"name": "document_name", "comparison_operator": "is", "value": "danube.md"}
    conditions = {"logical_operator": "and", "conditions": [condition]}
    model = {"search_method": "semantic_search", "top_k": 5, "metadata_filtering_conditions": conditions}
    assert rivers.shelf.found(MUR, retrieval_model=model) == [DANUBE]


def test_what_is_deleted_is_not_found_from_the_commit_on_whatever_the_store_keeps(rivers: Rivers, documents: list[str]):
    rivers.server.stop()
    assert rivers.shelf.alice.delete(f"{rivers.shelf.path}/documents?document_id={documents[0]}").status_code == 204
    rivers.shelf.run_tasks()
    assert rivers.waiting() == 1
    rivers.server.start()
    assert len(rivers.stored()) == 2
    assert rivers.found() == [DANUBE]
    rivers.server.stop()
    rivers.again()
    assert (rivers.waiting(), rivers.stored()) == (0, rivers.rows())


def test_what_is_disabled_is_not_found_until_it_is_enabled(rivers: Rivers, documents: list[str]):
    status = f"{rivers.shelf.path}/documents/status"
    for action, expected in (("disable", [DANUBE]), ("enable", [MUR, DANUBE])):
        reply = rivers.shelf.alice.patch(f"{status}/{action}/batch?document_id={documents[0]}")
        assert reply.status_code == 200, reply.json
        if action == "disable":
            assert rivers.found() == expected
        rivers.shelf.run_tasks()
        assert rivers.found() == expected


def test_without_the_store_words_answer_and_vectors_say_why(rivers: Rivers, documents: list[str]):
    rivers.server.stop()
    query = {"query": MUR, "retrieval_model": {"search_method": "semantic_search", "top_k": 5}}
    reply = rivers.shelf.alice.post(f"{rivers.shelf.path}/hit-testing", json=query)
    assert (reply.status_code, reply.json["code"]) == (503, "store_unavailable")
    assert rivers.found("Graz", "hybrid_search") == [MUR]
    rivers.server.start()
    assert rivers.found() == [MUR, DANUBE]


def test_a_store_that_goes_away_in_the_middle_of_indexing(rivers: Rivers, documents: list[str]):
    def leave(_: Heard) -> str:
        rivers.server.stop()
        return ""

    rivers.models.script = leave
    document = rivers.shelf.add("drava.md", "The Drava flows through Maribor.")
    rivers.models.script = lambda _: ""
    assert document["display_status"] in ("queuing", "indexing")
    asked = rivers.embedded()
    rivers.again()
    assert rivers.shelf.document(document["id"])["display_status"] == "available"
    assert rivers.found("The Drava flows through Maribor.")[0].startswith("The Drava")
    assert rivers.stored() == rivers.rows()
    # What the model had answered was kept; the search asked once.
    assert rivers.embedded() <= asked + 1


def test_a_new_version_replaces_the_old_one_in_the_store_too(rivers: Rivers, documents: list[str]):
    old = rivers.stored()
    text = {"name": "mur.md", "text": "The Mur flows through Murska Sobota."}
    reply = rivers.shelf.key.post(f"{rivers.shelf.path}/documents/{documents[0]}/update-by-text", json=text)
    assert reply.status_code == 200, reply.json
    assert rivers.found() == [MUR, DANUBE]
    rivers.shelf.run_tasks()
    assert rivers.found(text["text"])[0] == text["text"]
    assert rivers.stored() == rivers.rows()
    assert len(rivers.stored() - old) == 1


def test_what_is_written_by_hand_is_found(rivers: Rivers, documents: list[str]):
    path = f"{rivers.shelf.path}/documents/{documents[0]}/segments"
    one = rivers.shelf.segments(documents[0])[0]["id"]
    assert (
        rivers.shelf.alice.patch(f"{path}/{one}", json={"content": "The Enns flows through Steyr."}).status_code == 200
    )
    rivers.shelf.run_tasks()
    hits = rivers.shelf.alice.post(
        f"{rivers.shelf.path}/hit-testing",
        json={
            "query": "The Enns flows through Steyr.",
            "retrieval_model": {"search_method": "semantic_search", "top_k": 5},
        },
    ).json["records"]
    assert (hits[0]["segment"]["content"], round(hits[0]["score"], 3)) == ("The Enns flows through Steyr.", 1.0)
    assert rivers.shelf.alice.delete(f"{path}/{one}").status_code == 204
    rivers.shelf.run_tasks()
    assert rivers.found() == [DANUBE]
    assert rivers.stored() == rivers.rows()


def test_a_store_that_was_emptied_is_filled_again_without_the_model(rivers: Rivers, documents: list[str]):
    assert rivers.found() == [MUR, DANUBE]
    rivers.server.empty()
    query = {"query": MUR, "retrieval_model": {"search_method": "semantic_search", "top_k": 5}}
    reply = rivers.shelf.alice.post(f"{rivers.shelf.path}/hit-testing", json=query)
    assert (reply.status_code, reply.json["code"]) == (409, "store_schema_differs")
    assert "Check this knowledge base" in reply.json["message"]
    asked = rivers.embedded()
    assert checking.check(rivers.id).incomplete == 2
    rivers.shelf.run_tasks()
    assert rivers.embedded() == asked
    assert rivers.found() == [MUR, DANUBE]
    assert checking.check(rivers.id) == checking.Checked()


def test_a_knowledge_base_moves_between_stores_without_the_model(
    rivers: Rivers, documents: list[str], flask_app: FlaskApp
):
    rivers.found()
    asked, there = rivers.embedded(), flask_app.extensions["settings"]
    for settings in (there.model_copy(update={"vector_store": "pgvector"}), there):
        flask_app.extensions["settings"] = settings
        assert rivers.shelf.alice.post(f"{rivers.shelf.path}/indexes", json={}).status_code == 202
        rivers.shelf.run_tasks()
        answers = [each for each in rivers.indexes() if each.state == "active"]
        assert [each.store for each in answers] == [settings.vector_store]
        assert rivers.found() == [MUR, DANUBE]
    assert rivers.stored() == rivers.rows()
    assert rivers.embedded() == asked
    # The one before is kept for a day, and dropped in the store too.
    with unit_of_work() as session:
        session.execute(update(KnowledgeIndex).values(retired_at=KnowledgeIndex.created_at - timedelta(days=2)))
    first = next(each for each in rivers.indexes() if each.store == there.vector_store and each.state == "retired")
    assert dropping.drop_due() == 2
    rivers.shelf.run_tasks()
    with pytest.raises(StoreSchemaDiffers):
        open_store(first.store, db.session, there).count(VectorIndex(first.id, first.dimensions or 0))
    assert rivers.found() == [MUR, DANUBE]


def test_a_check_says_that_the_store_could_not_be_asked(rivers: Rivers, documents: list[str]):
    rivers.server.stop()
    assert (unavailable := checking.check(rivers.id).unavailable)
    assert "127.0.0.1" in unavailable
    reply = rivers.shelf.alice.post(f"{rivers.shelf.path}/check", json={"fix": True})
    assert (reply.status_code, reply.json["code"]) == (503, "store_unavailable")
    rivers.server.start()
    assert checking.check(rivers.id).is_good


def test_a_document_deleted_while_its_vectors_are_sent_leaves_none(
    rivers: Rivers, documents: list[str], flask_app: FlaskApp
):
    text = {"name": "drava.md", "text": "The Drava flows through Maribor."}
    reply = rivers.shelf.key.post(f"{rivers.shelf.path}/document/create-by-text", json=text)
    path = f"{rivers.shelf.path}/documents?document_id={reply.json['document']['id']}"
    statuses = list[int]()

    def delete_it() -> None:
        rivers.server.before_write = lambda: None
        with flask_app.app_context():
            statuses.append(rivers.shelf.alice.delete(path).status_code)
            following.follow_all()

    rivers.server.before_write = delete_it
    rivers.shelf.run_tasks()
    assert statuses == [204]
    assert rivers.stored() == rivers.rows()


def test_what_no_row_has_is_swept_from_the_store(rivers: Rivers, documents: list[str]):
    with unit_of_work() as session:
        session.execute(delete(Segment).where(Segment.document_id == UUID(documents[0])))
    # In the words, and in the store.
    assert checking.check(rivers.id).orphans == 2
    rivers.shelf.run_tasks()
    assert rivers.stored() == rivers.rows()


def test_a_deleted_knowledge_base_leaves_nothing_in_the_store(rivers: Rivers, documents: list[str]):
    rivers.server.stop()
    assert rivers.shelf.alice.delete(rivers.shelf.path).status_code == 204
    rivers.shelf.run_tasks()
    assert rivers.waiting() == 1
    rivers.again()
    assert rivers.waiting() == 0
    if isinstance(rivers.server, FakeQdrant):
        assert rivers.server.local.get_collections().collections == []
    else:
        assert [tenants for tenants in rivers.server.tenants.values() if tenants] == []


def test_an_index_that_comes_back_is_dropped_again(rivers: Rivers, documents: list[str]):
    """By a worker that was writing just then, or from a backup of the store."""
    (row,) = (each for each in rivers.indexes() if each.dimensions)
    index = VectorIndex(row.id, row.dimensions or 0)
    assert rivers.shelf.alice.delete(rivers.shelf.path).status_code == 204
    rivers.shelf.run_tasks()
    store = open_store(row.store, db.session, current.settings(DatasetSettings))
    vector = np.ones(index.dims, np.float16)
    foreign = VectorIndex(uuid4(), index.dims)
    for each in (index, foreign):
        store.create(each)
        store.upsert(each, [VectorRow(uuid4(), uuid4(), vector)])
    rivers.server.stop()
    rivers.again()
    assert store.count(foreign) == 1
    with pytest.raises(StoreSchemaDiffers):
        store.count(index)
    with unit_of_work() as session:
        session.execute(update(IndexOperation).values(created_at=IndexOperation.created_at - timedelta(days=8)))
    rivers.server.stop()
    rivers.again()
    with unit_of_work() as session:
        assert session.scalars(select(IndexOperation.id)).all() == []


def test_an_export_is_imported_with_its_vectors(rivers: Rivers, documents: list[str]):
    shelf, before = rivers.shelf, rivers.embedded()
    data = export(shelf.alice, shelf.path)
    made = brought(shelf.alice, data, name="Copy")
    assert (made["vectors"], made["to_index"], rivers.embedded()) == ("kept", 0, before)
    copy = Rivers(Shelf(shelf.alice, shelf.key, shelf.run_tasks, made["dataset"]), rivers.server, rivers.models)
    assert copy.stored() == copy.rows() != set()
    assert copy.found() == rivers.found() != []
    again = Contents.of(export(shelf.alice, copy.shelf.path))
    assert again.numbers == Contents.of(data).numbers != b""
