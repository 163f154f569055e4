"""What happens while an index is built: changes, switches, the end of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import text, update

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
    meanwhile,
    rows_of,
    states,
    switch,
    take_all,
)
from tests.model_server import ModelServer
from tests.qdrant_server import FakeQdrant
from treeline.datasets.indexing.switching import build
from treeline.datasets.models import Dataset, KnowledgeIndex
from treeline.kernel import current
from treeline.kernel.db import unit_of_work


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
