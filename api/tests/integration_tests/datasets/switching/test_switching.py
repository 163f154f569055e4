"""Another model, language or rule: what there is answers until the new one has all; then the new one does."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text, update

from tests.conftest import Person
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import MODEL
from tests.integration_tests.datasets.switching.asking import (
    OTHER,
    PROVIDER,
    TO_OTHER,
    active,
    asked_of,
    by_vectors,
    indexes,
    rows_of,
    states,
    switch,
)
from tests.model_dialects import Heard, Reply
from tests.model_server import ModelServer
from treeline.datasets.indexing.dropping import drop_due
from treeline.datasets.indexing.sweep import sweep
from treeline.datasets.indexing.switching import build
from treeline.datasets.models import EmbeddingCache, IndexedDocument, KnowledgeIndex
from treeline.kernel.db import unit_of_work


def test_another_model_answers_when_it_has_all(shelf: Shelf, server: ModelServer):
    assert switch(shelf, **TO_OTHER)["embedding_model"] == MODEL
    assert states(shelf) == {MODEL: "active", OTHER: "building"}
    new = next(each for each in indexes(shelf) if each["state"] == "building")
    assert (new["total_documents"], new["completed_documents"], new["error"]) == (2, 0, None)
    assert by_vectors(shelf, "Which river flows through Graz?") == (["The Mur flows through Graz."], [])
    server.requests.clear()
    shelf.run_tasks()
    assert sorted(text for model, text in asked_of(server)) == [
        "The Drau flows through Villach.",
        "The Gail joins it.",
        "The Mur flows through Graz.",
    ]
    assert {model for model, _ in asked_of(server)} == {OTHER}
    assert states(shelf) == {MODEL: "retired", OTHER: "active"}
    assert shelf.alice.get(shelf.path).json["embedding_model"] == OTHER
    server.requests.clear()
    assert by_vectors(shelf, "Which river flows through Graz?") == (["The Mur flows through Graz."], [])
    assert {model for model, _ in asked_of(server)} == {OTHER}
    with unit_of_work() as session:
        assert session.scalar(select(IndexedDocument.index_id)) is None


def test_back_to_a_model_that_is_known_costs_nothing(shelf: Shelf, server: ModelServer):
    switch(shelf, **TO_OTHER)
    shelf.run_tasks()
    server.requests.clear()
    # Not even without the cache: the index that is kept for a day has them.
    with unit_of_work() as session:
        session.execute(delete(EmbeddingCache))
    switch(shelf, embedding_model=MODEL, embedding_model_provider=PROVIDER)
    shelf.run_tasks()
    assert asked_of(server) == []
    assert by_vectors(shelf, "The Gail joins it.")[0] == ["The Gail joins it."]


def test_the_last_change_counts_and_the_same_is_none(shelf: Shelf):
    switch(shelf, **TO_OTHER)
    first = indexes(shelf)[0]["id"]
    switch(shelf, **TO_OTHER, name="Streams")
    assert indexes(shelf)[0]["id"] == first
    # What a form sends that nobody changed.
    switch(shelf, embedding_model=MODEL, embedding_model_provider=PROVIDER)
    assert states(shelf) == {MODEL: "active", OTHER: "building"}


def test_a_provider_that_fails_leaves_the_old_model_answering(shelf: Shelf, server: ModelServer):
    def script(heard: Heard) -> Reply | str:
        return Reply(status=401, text="Who are you?") if heard.body["model"] == OTHER else ""

    server.script = script
    switch(shelf, **TO_OTHER)
    shelf.run_tasks()
    new = indexes(shelf)[0]
    assert (new["state"], new["error_code"]) == ("building", "embedding_no_access")
    assert new["error"]
    # Neither searches nor new documents mind.
    assert shelf.add("raab.md", "The Raab flows through Feldbach.")["display_status"] == "available"
    assert by_vectors(shelf, "The Raab flows through Feldbach.") == (["The Raab flows through Feldbach."], [])
    with unit_of_work() as session:
        sweep(session)
    assert shelf.run_tasks() == []
    server.script = lambda _: ""
    credentials = f"/workspaces/current/model-providers/{PROVIDER}/credentials"
    one = shelf.alice.get(credentials).json["credential_id"]
    change = {"credential_id": one, "credentials": {"base_url": server.base_url, "api_key": "sk-fedcba9876543210"}}
    assert shelf.alice.put(credentials, json=change).status_code == 200
    with unit_of_work() as session:
        sweep(session)
    shelf.run_tasks()
    assert states(shelf) == {MODEL: "retired", OTHER: "active"}


def test_a_provider_in_trouble_is_an_error_in_the_end_and_can_be_tried_again(shelf: Shelf, server: ModelServer):
    server.script = lambda heard: Reply(status=500, text="Oh") if heard.body["model"] == OTHER else ""
    switch(shelf, **TO_OTHER)
    shelf.run_tasks()
    for _ in range(4):
        build()
    assert indexes(shelf)[0]["error_code"] == "embedding_failed"
    assert len(server.requests) == 4
    server.script = lambda _: ""
    assert shelf.alice.post(f"{shelf.path}/indexes", json=TO_OTHER).status_code == 202
    shelf.run_tasks()
    assert states(shelf) == {MODEL: "retired", OTHER: "active"}


def test_the_old_one_is_kept_for_a_day(shelf: Shelf):
    old = active(shelf)
    switch(shelf, **TO_OTHER)
    shelf.run_tasks()
    assert (drop_due(), rows_of(old)) == (0, 3)
    with unit_of_work() as session:
        late = {"retired_at": KnowledgeIndex.retired_at - text("interval '24 hours'")}
        session.execute(update(KnowledgeIndex).where(KnowledgeIndex.id == old).values(**late))
    assert drop_due() == 1
    assert states(shelf) == {OTHER: "active"}
    with unit_of_work() as session:
        assert session.scalar(text(f"SELECT to_regclass('vectors.v_{old.hex}')")) is None


def test_to_words_only_and_back(shelf: Shelf, server: ModelServer):
    changed = switch(shelf, indexing_technique="economy")
    assert (changed["indexing_technique"], changed["embedding_model"]) == ("economy", None)
    server.requests.clear()
    assert shelf.found("Gail") == ["The Gail joins it."]
    assert shelf.add("raab.md", "The Raab flows through Feldbach.")["display_status"] == "available"
    assert asked_of(server) == []
    back = switch(shelf, indexing_technique="high_quality", embedding_model=MODEL, embedding_model_provider=PROVIDER)
    assert back["indexing_technique"] == "economy"
    shelf.run_tasks()
    assert asked_of(server) == [(MODEL, "The Raab flows through Feldbach.")]
    assert shelf.alice.get(shelf.path).json["indexing_technique"] == "high_quality"
    assert by_vectors(shelf, "The Raab flows through Feldbach.") == (["The Raab flows through Feldbach."], [])


def test_what_an_index_lost_keeps_it_from_answering(shelf: Shelf, server: ModelServer):
    shelf.alice.post(f"{shelf.path}/indexes", json={})
    new = UUID(indexes(shelf)[0]["id"])
    documents = [UUID(each["id"]) for each in shelf.alice.get(f"{shelf.path}/documents").json["data"]]
    with unit_of_work() as session:
        session.add_all(IndexedDocument(index_id=new, document_id=each, generation=1) for each in documents)
    shelf.run_tasks()
    assert indexes(shelf)[0]["error_code"] == "index_incomplete"
    assert by_vectors(shelf, "The Gail joins it.")[0] == ["The Gail joins it."]
    # Another one, from the start.
    shelf.alice.post(f"{shelf.path}/indexes", json={})
    shelf.run_tasks()
    assert indexes(shelf)[0]["state"] == "active"
    assert rows_of(active(shelf)) == 3


def test_another_language_takes_another_table_of_words(shelf: Shelf):
    german = shelf.add("haus.md", "Die Häuser stehen am Ufer.")
    assert shelf.found("Haus", retrieval_model={"search_method": "keyword_search"}) == []
    assert switch(shelf, doc_language="German")["doc_language"] == "English"
    assert states(shelf) == {MODEL: "active", "English": "active", "German": "building"}
    assert shelf.found("flow", retrieval_model={"search_method": "keyword_search"}) != []
    shelf.run_tasks()
    assert states(shelf) == {MODEL: "active", "English": "retired", "German": "active"}
    assert shelf.alice.get(shelf.path).json["doc_language"] == "German"
    found = {"retrieval_model": {"search_method": "keyword_search"}}
    assert shelf.found("Haus", **found) == ["Die Häuser stehen am Ufer."]
    # What comes, changes and goes is so in the new table.
    shelf.add("baum.md", "Bäume wachsen.")
    assert shelf.found("Baum", **found) == ["Bäume wachsen."]
    shelf.alice.delete(f"{shelf.path}/documents?document_id={german['id']}")
    assert shelf.found("Haus", **found) == []
    with unit_of_work() as session:
        hour = {"retired_at": KnowledgeIndex.retired_at - text("interval '24 hours'")}
        session.execute(update(KnowledgeIndex).where(KnowledgeIndex.kind == "words").values(**hour))
    assert drop_due() == 1
    with unit_of_work() as session:
        assert session.scalar(text(f"SELECT to_regclass('vectors.w_{UUID(shelf.dataset['id']).hex}')")) is None
    assert shelf.found("Baum", **found) == ["Bäume wachsen."]


def test_a_language_that_is_the_same_in_other_words_builds_nothing(shelf: Shelf):
    assert switch(shelf, doc_language="en-US")["doc_language"] == "en-US"
    assert states(shelf) == {MODEL: "active"}


def test_another_rule_splits_all_documents_again(shelf: Shelf, server: ModelServer):
    reply = shelf.alice.post(f"{shelf.path}/indexes", json={"process_rule": {"mode": "automatic"}})
    assert reply.status_code == 202, reply.json
    drau = next(each for each in shelf.alice.get(f"{shelf.path}/documents").json["data"] if each["name"] == "drau.md")
    assert (drau["display_status"], drau["is_updating"], drau["segment_count"]) == ("available", True, 2)
    shelf.run_tasks()
    assert shelf.document(drau["id"])["segment_count"] == 1
    # The text of the other is as it was.
    assert [each for _, each in asked_of(server)] == ["The Drau flows through Villach.\nThe Gail joins it."]
    assert states(shelf) == {MODEL: "active"}


def test_a_rule_that_is_none_changes_nothing(shelf: Shelf):
    body = {"process_rule": {"mode": "hierarchical", "rules": {"parent_mode": "paragraph"}}}
    reply = shelf.alice.post(f"{shelf.path}/indexes", json=body)
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")
    assert not shelf.document(shelf.alice.get(f"{shelf.path}/documents").json["data"][0]["id"])["is_updating"]


def test_what_it_would_take_is_said_before(shelf: Shelf, server: ModelServer):
    def estimate(model: str) -> Any:
        query = {"embedding_model": model, "embedding_model_provider": PROVIDER}
        reply = shelf.alice.get(f"{shelf.path}/indexes/estimate", query_string=query)
        assert reply.status_code == 200, reply.json
        return reply.json

    tokens = sum(each["tokens"] for each in shelf.alice.get(f"{shelf.path}/documents").json["data"])
    found = estimate(OTHER)
    assert (found["segments"], found["texts"], found["tokens"], found["price"]) == (3, 3, tokens, None)
    priced = {"model": OTHER, "model_type": "text-embedding", "input_price": 2.5, "currency": "EUR"}
    path = f"/workspaces/current/model-providers/{PROVIDER}/models"
    assert shelf.alice.post(path, json=priced).status_code in (200, 201)
    found = estimate(OTHER)
    assert (float(found["price"]), found["currency"]) == (tokens * 2.5 / 1_000_000, "EUR")
    # What is known costs nothing.
    assert (estimate(MODEL)["texts"], estimate(MODEL)["tokens"]) == (0, 0)
    assert asked_of(server) == []


def test_documents_that_failed_for_the_old_model_come_with_the_new_one(shelf: Shelf, server: ModelServer):
    server.script = lambda heard: Reply(status=401, text="Gone") if heard.body["model"] == MODEL else ""
    failed = shelf.add("raab.md", "The Raab flows through Feldbach.")
    assert failed["error_code"] == "embedding_no_access"
    switch(shelf, **TO_OTHER)
    shelf.run_tasks()
    assert shelf.document(failed["id"])["display_status"] == "available"
    assert by_vectors(shelf, "The Raab flows through Feldbach.")[0] == ["The Raab flows through Feldbach."]


def test_a_dataset_without_documents_changes_at_once(alice: Person, server: ModelServer, knowledge: Any):
    path = f"/datasets/{knowledge('Empty', indexing_technique='economy')['id']}"
    changed = alice.patch(path, json={**TO_OTHER, "indexing_technique": "high_quality"}).json
    assert (changed["indexing_technique"], changed["embedding_model"]) == ("high_quality", OTHER)
    again = {"embedding_model": MODEL, "embedding_model_provider": PROVIDER}
    assert alice.patch(path, json=again).json["embedding_model"] == MODEL
