"""A document from its bytes to what is found, in one process; whatever kills it is in faults/."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlalchemy import delete, select, update

from tests.conftest import Person
from tests.integration_tests.datasets.indexing import MODEL, Library, families
from tests.model_dialects import Reply
from tests.model_server import ModelServer
from treeline.datasets.indexing import checking
from treeline.datasets.indexing.budget import Budget
from treeline.datasets.indexing.sweep import sweep
from treeline.datasets.indexing.work import work
from treeline.datasets.models import ChildChunk, Dataset, Document, EmbeddingCache, KnowledgeIndex, Segment
from treeline.datasets.retrieval.words import WordIndex, WordRow
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.datasets.stores.registry import open_store
from treeline.files.models import StorageTrash
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp

TEXT = "Ships sail in the morning.\nBread rises at night.\n"


def embedded(server: ModelServer) -> list[str]:
    return [text for heard in server.requests for text in heard.body["input"]]


def test_words_are_found_without_a_model(words: Library):
    document_id = words.indexed(TEXT)
    document, (harbor, bakery) = words.document(document_id), words.segments(document_id)
    assert words.by_words("bread") == [bakery.id]
    assert (harbor.content, harbor.position, bakery.position) == ("Ships sail in the morning.", 0, 1)
    assert (document.generation, document.building, document.claim, document.attempt) == (1, None, None, 0)
    assert (document.total_segments, document.completed_segments) == (2, 2)
    assert document.tokens == harbor.tokens + bakery.tokens > 0
    assert document.word_count == len(harbor.content) + len(bakery.content)
    times = (
        document.processing_started_at,
        document.parsing_completed_at,
        document.splitting_completed_at,
        document.completed_at,
    )
    assert all(times)
    assert list(times) == sorted(each for each in times if each)


def test_offsets_are_bytes_of_the_extracted_text(words: Library):
    document_id = words.indexed("Grüße aus München\n\n知识库的文档\n\nEnd.")
    document = words.document(document_id)
    assert document.text_storage_key
    data = b"".join(current.storage().read(document.text_storage_key, 0, 1000))
    for each in words.segments(document_id):
        assert each.text_start is not None
        assert data[each.text_start : each.text_end].decode().strip() == each.content


def test_texts_are_kept_letter_by_letter(words: Library):
    texts = ["C:\\new\\table", "a \t b", "\\N", '"quoted", {in, braces}', "知识 🌲 é", "\\.", "NULL"]
    document_id = words.indexed("\n".join(texts))
    assert words.texts(document_id) == texts


def test_headings_are_kept_letter_by_letter(words: Library):
    document_id = words.indexed('# He said "{x}", \\ and NULL\n\nText.', rule={"mode": "automatic"})
    assert words.segments(document_id)[0].heading == ['He said "{x}", \\ and NULL']


def test_vectors_are_found(library: Library, server: ModelServer):
    document_id = library.indexed(TEXT)
    _, bakery = library.segments(document_id)
    assert library.by_vector("bread rises at night.") == [bakery.id]
    assert library.counts() == (2, 2)
    assert len(embedded(server)) == 2
    with unit_of_work() as session:
        assert session.scalar(select(KnowledgeIndex.dimensions)) == 64


def test_no_text_is_embedded_twice(library: Library, server: ModelServer):
    library.indexed(TEXT)
    server.requests.clear()
    other = library.indexed(TEXT, name="copy.md")
    assert not server.requests
    # Not even when the cache is empty: an index has it still.
    with unit_of_work() as session:
        session.execute(delete(EmbeddingCache))
    library.change(other, TEXT + "Something new.")
    work(urgent=False)
    assert embedded(server) == ["Something new."]
    assert library.counts() == (5, 5)


def test_a_new_version_replaces_the_old_one_whole(library: Library, server: ModelServer):
    document_id = library.indexed(TEXT)
    before, old_key = library.segments(document_id), library.document(document_id).text_storage_key
    server.requests.clear()

    def answers() -> None:
        # While the new one is made, the old one answers.
        assert library.by_words("bread") == [before[1].id]
        assert library.document(document_id).text_storage_key == old_key

    server.script = library.meanwhile(answers)
    library.change(document_id, TEXT.replace("Bread rises at night", "Cake cools at noon"))
    work(urgent=False)
    document, after = library.document(document_id), library.segments(document_id)
    assert (document.indexing_status, document.generation, len(after)) == ("completed", 2, 2)
    assert library.by_words("bread") == []
    assert library.by_words("cake") == [after[1].id]
    assert len(embedded(server)) == 1
    assert library.counts() == (2, 2)
    with unit_of_work() as session:
        assert old_key in set(session.scalars(select(StorageTrash.storage_key)))
    assert document.text_storage_key != old_key


def test_children_are_searched_in_place_of_their_parents(alice: Person, context: FlaskApp, server: ModelServer):
    library = Library(alice.workspace_id, MODEL, form="hierarchical_model")
    document_id = library.indexed("Ships sail.\nHarbors sleep.\n\nBread rises.\n", rule=families())
    first, _ = library.segments(document_id)
    with unit_of_work() as session:
        of_first = select(ChildChunk).where(ChildChunk.segment_id == first.id).order_by(ChildChunk.position)
        ships, harbors = session.scalars(of_first).all()
    assert (ships.content, harbors.content) == ("Ships sail.", "Harbors sleep.")
    assert library.by_words("harbors") == [harbors.id]
    assert library.by_vector("ships sail.") == [ships.id]
    assert library.counts() == (3, 3)


def test_what_people_changed_stays(words: Library):
    document_id = words.indexed("one\ntwo\nthree")
    one, two, three = words.segments(document_id)
    with unit_of_work() as session:
        edits: list[tuple[UUID, dict[str, Any]]] = [
            (one.id, {"enabled": False, "disabled_at": now()}),
            (two.id, {"content": "two, by hand", "edited": True, "keywords": ["k"]}),
            (three.id, {"hit_count": 7}),
        ]
        for segment_id, values in edits:
            session.execute(update(Segment).where(Segment.id == segment_id).values(**values))
    words.change(document_id, "zero\none\ntwo\nthree")
    work(urgent=False)
    found = {each.content: each for each in words.segments(document_id)}
    assert list(found) == ["zero", "one", "two, by hand", "three"]
    assert [each.enabled for each in found.values()] == [True, False, True, True]
    assert (found["two, by hand"].edited, found["two, by hand"].keywords) == (True, ["k"])
    assert found["three"].hit_count == 7
    assert words.by_words("one") == []
    # The text under the edit is gone, and the edit is not.
    words.change(document_id, "zero\nthree")
    work(urgent=False)
    *others, edited = words.segments(document_id)
    assert [each.content for each in others] == ["zero", "three"]
    assert (edited.content, edited.text_start) == ("two, by hand", None)


def test_a_document_that_is_begun_again(words: Library):
    """Whatever the attempt before has left: its segments, and its text."""
    document_id = words.add(TEXT)
    work(urgent=False)
    words.update(document_id, building=1, generation=0, indexing_status="waiting", splitting_completed_at=None)
    work(urgent=False)
    document = words.document(document_id)
    assert (document.indexing_status, document.error, document.total_segments) == ("completed", None, 2)
    assert words.counts() == (2, 0)


def test_a_document_that_is_disabled_is_not_found(library: Library):
    document_id = library.indexed(TEXT, enabled=False)
    assert library.counts() == (2, 2)
    assert library.by_words("bread") == library.by_vector("bread rises at night.") == []
    assert len(library.segments(document_id)) == 2


def many(number: int = 70) -> str:
    return "\n".join(f"line {at}" for at in range(number))


def test_a_pause_is_heeded_after_each_batch(library: Library, server: ModelServer):
    document_id = library.add(many())

    server.script = library.meanwhile(lambda: library.update(document_id, indexing_status="paused"))
    work(urgent=False)
    document = library.document(document_id)
    assert (document.indexing_status, document.claim, len(server.requests)) == ("paused", None, 1)
    library.update(document_id, indexing_status="waiting")
    server.script = lambda _: ""
    work(urgent=False)
    assert library.document(document_id).indexing_status == "completed"
    # The batch that was under way was not kept: it alone is sent twice.
    assert len(embedded(server)) - 70 == 32


def test_a_document_that_is_deleted_meanwhile_leaves_nothing(
    library: Library, server: ModelServer, stored: Callable[[], set[str]]
):
    before = stored()
    document_id = library.add(many())
    bytes_key = str(library.document(document_id).storage_key)

    def remove() -> None:
        with unit_of_work() as session:
            session.execute(delete(Document).where(Document.id == document_id))

    server.script = library.meanwhile(remove)
    work(urgent=False)
    assert len(server.requests) == 1
    assert library.segments(document_id) == []
    with unit_of_work() as session:
        assert WordIndex(session, library.id, "English").count() == 0
    # The bytes are whoever's who deleted the row.
    assert stored() - before <= {bytes_key}


def test_a_dataset_that_is_deleted_meanwhile(library: Library, server: ModelServer):
    document_id = library.add(many())

    def remove() -> None:
        with unit_of_work() as session:
            session.execute(update(Dataset).where(Dataset.id == library.id).values(deleted_at=now()))

    server.script = library.meanwhile(remove)
    work(urgent=False)
    assert (len(server.requests), library.document(document_id).indexing_status) == (1, "indexing")
    work(urgent=False)
    assert len(server.requests) == 1


def test_a_change_meanwhile_fences_off_who_works_on_the_old_one(library: Library, server: ModelServer):
    document_id = library.add(many())

    def change() -> None:
        server.script = lambda _: ""
        library.change(document_id, "another text")

    server.script = library.meanwhile(change)
    work(urgent=False)
    document = library.document(document_id)
    assert (document.indexing_status, document.generation) == ("completed", 1)
    assert library.texts(document_id) == ["another text"]
    assert document.text_storage_key
    assert b"".join(current.storage().read(document.text_storage_key, 0, 100)) == b"another text"
    assert library.counts() == (1, 1)


def test_a_task_hands_back_and_another_goes_on(
    library: Library, server: ModelServer, run_tasks: Callable[[], list[str]]
):
    document_id = library.add(many())
    work(urgent=False, budget=Budget(segments=32))
    document = library.document(document_id)
    assert (document.indexing_status, document.claim, document.attempt) == ("indexing", None, 0)
    assert run_tasks() == ["datasets.work"]
    assert library.document(document_id).indexing_status == "completed"
    assert sorted(embedded(server)) == sorted(f"line {at}" for at in range(70))


ERRORS: list[tuple[str, bytes, str]] = [
    ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "unsupported_file_type"),
    ("broken.pdf", b"%PDF-1.7 nothing of the kind", "file_broken"),
]


@pytest.mark.parametrize(("name", "data", "code"), ERRORS)
def test_a_file_that_cannot_be_read(words: Library, name: str, data: bytes, code: str):
    document_id = words.add(data, name)
    work(urgent=False)
    document = words.document(document_id)
    assert (document.indexing_status, document.error_code, document.claim) == ("error", code, None)
    assert document.error
    assert name in document.error


def test_an_update_that_fails_leaves_the_old_version(words: Library):
    document_id = words.indexed(TEXT)
    words.update(document_id, extension="png", name="notes.png")
    words.change(document_id, "\x00\x01\x02")
    work(urgent=False)
    assert words.document(document_id).indexing_status == "error"
    assert len(words.by_words("bread")) == 1


def test_the_text_that_a_provider_rejects_is_named(library: Library, server: ModelServer):
    document_id = library.add(many())
    server.script = lambda heard: Reply(status=400, text="Bad") if "line 7" in heard.body["input"] else ""
    work(urgent=False)
    document = library.document(document_id)
    assert (document.indexing_status, document.error_code) == ("error", "embedding_rejected")
    assert document.error
    assert "line 7" in document.error


def test_vectors_that_are_none(library: Library, server: ModelServer):
    document_id = library.add(TEXT)
    server.send(b'{"data": [{"embedding": [0, 0]}, {"embedding": [1, 0]}]}', content_type="application/json")
    work(urgent=False)
    assert library.document(document_id).error_code == "embedding_invalid"
    with unit_of_work() as session:
        assert session.scalar(select(EmbeddingCache.text_hash)) is None


def test_another_width_than_the_index_has(library: Library, server: ModelServer):
    library.indexed(TEXT)
    document_id = library.add("Something else.")
    server.send(b'{"data": [{"embedding": [1, 0]}]}', content_type="application/json")
    work(urgent=False)
    assert library.document(document_id).error_code == "embedding_invalid"
    assert library.counts() == (2, 2)


def test_trouble_is_an_error_the_fourth_time(library: Library, server: ModelServer):
    document_id = library.add(TEXT)
    # That it was split is a step forward, from which attempts are counted.
    server.fail(401, "Who are you?")
    work(urgent=False)
    server.script = lambda _: Reply(status=500, text="Oh")
    library.update(document_id, indexing_status="indexing", attempt=2)
    work(urgent=False)
    assert len(server.requests) == 3
    document = library.document(document_id)
    assert (document.indexing_status, document.error_code) == ("error", "embedding_failed")
    assert document.error
    assert "500" in document.error


def test_what_waits_for_credentials_goes_on_when_they_change(
    library: Library, server: ModelServer, alice: Person, run_tasks: Callable[[], list[str]]
):
    document_id = library.add(TEXT)
    server.fail(401, "Who are you?")
    work(urgent=False)
    document = library.document(document_id)
    assert (document.indexing_status, document.error_code) == ("error", "embedding_no_access")
    with unit_of_work() as session:
        sweep(session)
    assert library.document(document_id).indexing_status == "error"
    credentials = f"/workspaces/current/model-providers/{'openai_api_compatible'}/credentials"
    one = alice.get(credentials).json["credential_id"]
    change = {"credential_id": one, "credentials": {"base_url": server.base_url, "api_key": "sk-fedcba9876543210"}}
    assert alice.put(credentials, json=change).status_code == 200
    with unit_of_work() as session:
        sweep(session)
    run_tasks()
    assert library.document(document_id).indexing_status == "completed"


def test_words_and_vectors_are_held_against_the_rows(library: Library, run_tasks: Callable[[], list[str]]):
    document_id = library.indexed(TEXT)
    one, two = (each.id for each in library.segments(document_id))
    assert checking.check(library.id) == checking.Checked()
    assert library.index_id
    index = VectorIndex(library.index_id, 64)
    with unit_of_work() as session:
        words = WordIndex(session, library.id, "English")
        words.delete(ids=[one])
        words.add([WordRow(uuid4(), document_id, "bread")])
        store = open_store("pgvector", session, current.settings(DatasetSettings))
        store.delete(index, ids=[two])
        store.upsert(index, [VectorRow(uuid4(), document_id, np.ones(64))])
    for page in (1, 2, 10_000):
        assert checking.check(library.id, fix=False, page=page) == checking.Checked(orphans=2, incomplete=1)
    assert checking.check(library.id, page=1) == checking.Checked(orphans=2, incomplete=1)
    run_tasks()
    assert checking.check(library.id) == checking.Checked()
    assert library.counts() == (2, 2)
    assert library.document(document_id).generation == 2


def test_no_connection_is_held_while_the_model_answers(library: Library, server: ModelServer):
    idle: list[bool] = []
    session = db.session()
    server.script = library.meanwhile(lambda: idle.append(session.in_transaction()))
    library.indexed(TEXT)
    assert idle == [False]
