"""Another model, language or rule: what there is answers until the new one has all; then the new one does."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text, update

from tests.conftest import Person
from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.indexing import MODEL, add_credentials
from tests.model_dialects import Heard, Reply
from tests.model_server import ModelServer
from tests.qdrant_server import FakeQdrant
from treeline.datasets.indexing.dropping import drop_due
from treeline.datasets.indexing.sweep import sweep
from treeline.datasets.indexing.switching import build
from treeline.datasets.models import Dataset, EmbeddingCache, IndexedDocument, KnowledgeIndex
from treeline.kernel import current
from treeline.kernel.db import unit_of_work

OTHER = f"{MODEL}-32"
PROVIDER = "openai_api_compatible"
TO_OTHER = {"embedding_model": OTHER, "embedding_model_provider": PROVIDER}
LINES = {
    "mode": "custom",
    "rules": {"segmentation": {"separator": "\\n", "max_tokens": 50, "chunk_overlap": 0}},
}


@pytest.fixture
def server(alice: Person, patience_of_tests: None) -> Iterator[ModelServer]:
    with ModelServer() as running:
        running.models += [OTHER]
        add_credentials(alice, running.base_url)
        yield running


@pytest.fixture
def shelf(
    alice: Person, server: ModelServer, context: None, knowledge: Any, key_of: Any, run_tasks: Callable[[], list[str]]
) -> Shelf:
    chosen = {"embedding_model": MODEL, "embedding_model_provider": PROVIDER, "indexing_technique": "high_quality"}
    dataset = knowledge("Rivers", permission="all_team_members", **chosen)
    made = Shelf(alice, key_of(), run_tasks, dataset)
    made.add("mur.md", "The Mur flows through Graz.")
    made.add("drau.md", "The Drau flows through Villach.\nThe Gail joins it.", process_rule=LINES)
    server.requests.clear()
    return made


def indexes(shelf: Shelf) -> list[Any]:
    return shelf.alice.get(f"{shelf.path}/indexes").json["data"]


def states(shelf: Shelf) -> dict[str, str]:
    return {each["embedding_model"] or each["doc_language"]: each["state"] for each in indexes(shelf)}


def by_vectors(shelf: Shelf, query: str) -> tuple[list[str], list[Any]]:
    asked = {"query": query, "retrieval_model": {"search_method": "semantic_search", "top_k": 1}}
    reply = shelf.alice.post(f"{shelf.path}/hit-testing", json=asked)
    assert reply.status_code == 200, reply.json
    return [each["segment"]["content"] for each in reply.json["records"]], reply.json.get("warnings", [])


def asked_of(server: ModelServer) -> list[tuple[str, str]]:
    return [(heard.body["model"], each) for heard in server.requests for each in heard.body["input"]]


def switch(shelf: Shelf, **values: Any) -> Any:
    reply = shelf.alice.patch(shelf.path, json=values)
    assert reply.status_code == 200, reply.json
    return reply.json


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


def test_changes_while_it_is_built(shelf: Shelf, server: ModelServer):
    """Each at the moment when the new model is asked, once it has embedded all there was."""
    mur = next(each for each in shelf.alice.get(f"{shelf.path}/documents").json["data"] if each["name"] == "mur.md")
    drau = next(each for each in shelf.alice.get(f"{shelf.path}/documents").json["data"] if each["name"] == "drau.md")
    switch(shelf, **TO_OTHER)
    # The first is in; then a person changes one and deletes the other, and a third comes.
    shelf.alice.patch(f"{shelf.path}/documents/status/disable/batch?document_id={drau['id']}")
    shelf.key.post(f"{shelf.path}/documents/{mur['id']}/update-by-text", json={"text": "The Mur flows through Leoben."})
    added = shelf.alice.post(f"{shelf.path}/documents/{drau['id']}/segment", json={"content": "The Lieser joins it."})
    assert added.status_code == 200, added.json
    shelf.add("raab.md", "The Raab flows through Feldbach.")
    assert states(shelf) == {MODEL: "retired", OTHER: "active"}
    assert by_vectors(shelf, "The Mur flows through Leoben.")[0] == ["The Mur flows through Leoben."]
    assert by_vectors(shelf, "The Raab flows through Feldbach.")[0] == ["The Raab flows through Feldbach."]
    # Disabled while it was built, and not found by the new one either.
    assert by_vectors(shelf, "The Lieser joins it.")[0] != ["The Lieser joins it."]
    shelf.alice.patch(f"{shelf.path}/documents/status/enable/batch?document_id={drau['id']}")
    assert by_vectors(shelf, "The Lieser joins it.")[0] == ["The Lieser joins it."]


def meanwhile(shelf: Shelf, act: Callable[[], object]) -> Callable[[Heard], str]:
    """Somebody does something once, before the model answers."""
    flask_app, left = current.flask_app(), [act]

    def script(_: Heard) -> str:
        with flask_app.app_context():
            while left:
                left.pop()()
        return ""

    return script


def test_a_document_that_is_edited_and_one_that_goes_while_the_model_is_asked(shelf: Shelf, server: ModelServer):
    first, second = shelf.alice.get(f"{shelf.path}/documents?sort=position").json["data"]
    segment = shelf.segments(second["id"])[0]["id"]
    switch(shelf, **TO_OTHER)

    def act() -> None:
        path = f"{shelf.path}/documents/{second['id']}"
        assert shelf.alice.patch(f"{path}/segments/{segment}", json={"content": "Changed."}).status_code == 200
        gone = shelf.alice.delete(f"{shelf.path}/documents?document_id={first['id']}")
        assert gone.status_code == 204, gone.json

    server.script = meanwhile(shelf, act)
    shelf.run_tasks()
    assert states(shelf) == {MODEL: "retired", OTHER: "active"}
    assert by_vectors(shelf, "Changed.")[0] == ["Changed."]
    assert rows_of(active(shelf)) == 2


def test_who_was_at_it_when_another_model_began_to_answer_does_it_again(shelf: Shelf, server: ModelServer):
    """A document that was embedded for the old one, and a segment that somebody wrote."""
    switch(shelf, **TO_OTHER)
    take_all(current.redis())
    server.script = meanwhile(shelf, build)
    added = shelf.add("raab.md", "The Raab flows through Feldbach.")
    assert (states(shelf)[OTHER], added["display_status"]) == ("active", "available")
    text_ = "The Raab flows through Feldbach."
    assert [model for model, each in asked_of(server) if each == text_] == [MODEL, OTHER]
    assert by_vectors(shelf, text_)[0] == [text_]
    switch(shelf, embedding_model=MODEL, embedding_model_provider=PROVIDER)
    server.requests.clear()
    server.script = meanwhile(shelf, build)
    path = f"{shelf.path}/documents/{added['id']}/segment"
    assert shelf.alice.post(path, json={"content": "The Lafnitz."}).status_code == 200
    assert [model for model, each in asked_of(server) if each == "The Lafnitz."] == [OTHER, MODEL]
    assert by_vectors(shelf, "The Lafnitz.")[0] == ["The Lafnitz."]
    assert rows_of(active(shelf)) == 5


def take_all(redis: Any) -> None:
    """Messages that are to be answered by hand."""
    redis.delete("dataset", "priority_dataset")


def test_words_only_while_a_document_is_embedded(shelf: Shelf, server: ModelServer):
    server.script = meanwhile(shelf, lambda: switch(shelf, indexing_technique="economy"))
    added = shelf.add("raab.md", "The Raab flows through Feldbach.")
    assert (added["display_status"], added["error"]) == ("available", None)
    assert shelf.found("Raab") == ["The Raab flows through Feldbach."]


class Meanwhile(FakeQdrant):
    """Somebody does something once, when points have come."""

    act: Callable[[], object] | None = None

    def reply(self, method: str, path: str, body: Any) -> Any:
        result = super().reply(method, path, body)
        act, self.act = (self.act, None) if path.endswith("/points") and method == "PUT" else (None, self.act)
        if act:
            act()
        return result


def test_a_segment_that_is_edited_while_its_vector_is_on_the_way_to_another_store(shelf: Shelf, server: ModelServer):
    drau = next(each for each in shelf.alice.get(f"{shelf.path}/documents").json["data"] if each["name"] == "drau.md")
    segment = shelf.segments(drau["id"])[1]["id"]
    flask_app = current.flask_app()

    def edit() -> None:
        path = f"{shelf.path}/documents/{drau['id']}/segments/{segment}"
        with flask_app.app_context():
            assert shelf.alice.patch(path, json={"content": "The Lieser joins it."}).status_code == 200

    settings, store = flask_app.extensions["settings"], Meanwhile()
    with store:
        given = {"vector_store": "qdrant", "qdrant_url": store.url}
        flask_app.extensions["settings"] = settings.model_copy(update=given)
        assert shelf.alice.post(f"{shelf.path}/indexes", json={}).status_code == 202
        # The first document has come, and then the second.
        store.act = lambda: setattr(store, "act", edit)
        shelf.run_tasks()
        assert {each["store"]: each["state"] for each in indexes(shelf)} == {"pgvector": "retired", "qdrant": "active"}
        asked = {"query": "The Lieser joins it.", "retrieval_model": {"search_method": "semantic_search", "top_k": 1}}
        best = shelf.alice.post(f"{shelf.path}/hit-testing", json=asked).json["records"][0]
        assert (best["segment"]["content"], round(best["score"], 2)) == ("The Lieser joins it.", 1.0)
    # No text was embedded but the new one, and the question.
    assert {each for _, each in asked_of(server)} == {"The Lieser joins it."}


def active(shelf: Shelf) -> UUID:
    return UUID(next(each["id"] for each in indexes(shelf) if each["state"] == "active" and each["kind"] == "vectors"))


def rows_of(index_id: UUID) -> int:
    with unit_of_work() as session:
        return session.scalar(text(f"SELECT count(*) FROM vectors.b_{index_id.hex}")) or 0


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


def test_it_is_cancelled(shelf: Shelf, server: ModelServer):
    switch(shelf, **TO_OTHER)
    new = indexes(shelf)[0]["id"]
    server.script = meanwhile(shelf, lambda: shelf.alice.delete(f"{shelf.path}/indexes/{new}"))
    shelf.run_tasks()
    assert states(shelf) == {MODEL: "active"}
    assert by_vectors(shelf, "The Gail joins it.")[0] == ["The Gail joins it."]
    with unit_of_work() as session:
        assert session.scalar(text(f"SELECT to_regclass('vectors.b_{UUID(new).hex}')")) is None
    for index_id in (new, str(active(shelf))):
        reply = shelf.alice.delete(f"{shelf.path}/indexes/{index_id}")
        assert (reply.status_code, reply.json["code"]) == (404, "index_not_found")


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


def test_a_dataset_that_is_deleted_while_an_index_is_built_leaves_no_table(shelf: Shelf, server: ModelServer):
    switch(shelf, **TO_OTHER, doc_language="German")
    new = UUID(next(each["id"] for each in indexes(shelf) if each["embedding_model"] == OTHER))

    def remove() -> None:
        with unit_of_work() as session:
            session.execute(
                update(Dataset).where(Dataset.id == UUID(shelf.dataset["id"])).values(deleted_at=text("now()"))
            )

    server.script = meanwhile(shelf, remove)
    shelf.run_tasks()
    with unit_of_work() as session:
        assert session.get_one(KnowledgeIndex, new).dimensions is None
        assert session.scalar(text(f"SELECT to_regclass('vectors.v_{new.hex}')")) is None
