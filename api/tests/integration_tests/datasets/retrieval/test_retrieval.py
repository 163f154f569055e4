"""The one search, from the query to results: words, vectors, rows, and models over a real socket."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, text, update

from tests.conftest import Person
from tests.integration_tests.datasets.retrieval.conftest import Library
from tests.model_server import ModelServer
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.indexing.cache import UNUSED_FOR, forget_unused
from treeline.datasets.indexing.checking import check
from treeline.datasets.metadata.filters import Condition
from treeline.datasets.models import ChildChunk, Dataset, DatasetQuery, Document, EmbeddingCache, Segment
from treeline.datasets.retrieval.options import Asker, Retrieved, SearchOptions
from treeline.datasets.retrieval.service import retrieve
from treeline.datasets.retrieval.words import WordIndex
from treeline.datasets.stores.errors import StoreSchemaDiffers
from treeline.kernel.clock import now
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.errors import ApiError, InvalidInput
from treeline.kernel.web import FlaskApp

CATS = ("the cat sat on a warm mat", "dogs run far and wide", "a cat and a dog meet", "trains leave at noon")


@pytest.fixture
def search(context: FlaskApp, library: Library) -> Callable[..., Retrieved]:
    def run(query: str, *datasets: Dataset, asker: Asker | None = None, **options: Any) -> Retrieved:
        ids = [each.id for each in datasets]
        chosen = SearchOptions(**options)
        settings = context.extensions["settings"]
        return asyncio.run(retrieve(library.workspace_id, ids, query, chosen, settings, asker))

    return run


def texts(answer: Retrieved) -> list[str]:
    return [each.content for each in answer.results]


def codes(answer: Retrieved) -> list[str]:
    return [each.code for each in answer.warnings]


def test_words_alone_need_no_model(library: Library, search: Callable[..., Retrieved]):
    dataset = library.dataset(model=None)
    document, segments = library.document(dataset, "cats.md", *CATS, folder="pets")
    for method in ("full_text_search", "keyword_search", "hybrid_search"):
        answer = search("warm cats", dataset, method=method)
        assert texts(answer) == [CATS[0], CATS[2]]
        assert codes(answer) == []
    (best, *_) = answer.results
    assert (best.document.id, best.document.folder, best.segment.id) == (document.id, "pets", segments[0].id)
    assert 0 < best.score < 1
    assert codes(search("cats", dataset, method="semantic_search")) == ["words_only"]


def test_vectors_alone_and_both(library: Library, models: ModelServer, search: Callable[..., Retrieved]):
    dataset = library.dataset()
    library.document(dataset, "cats.md", *CATS)
    alone = search(CATS[3], dataset, method="semantic_search", top_k=1)
    assert (texts(alone), alone.results[0].score) == ([CATS[3]], pytest.approx(1, abs=1e-3))
    assert len(models.requests) == 1
    both = search("warm cat", dataset, explain=True)
    assert texts(both)[0] == CATS[0]
    for each in both.explanations:
        assert each.vectors
        assert each.words
        assert each.fused == pytest.approx((each.vectors.similarity + each.words.share) / 2)
        assert each.words.score == pytest.approx(sum(term.share for term in each.words.terms), rel=1e-5)
    weighted = search("warm cat", dataset, vector_weight=1.0)
    assert weighted.results[0].score == pytest.approx(both.explanations[0].vectors.similarity)
    ranked = search("warm cat", dataset, fusion="rank")
    assert ranked.results[0].score == pytest.approx(1)


def test_the_threshold_is_of_the_last_stage(library: Library, models: ModelServer, search: Callable[..., Retrieved]):
    dataset = library.dataset()
    library.document(dataset, "cats.md", *CATS)
    assert len(search("cat", dataset, score_threshold=0.0).results) == 4
    assert texts(search("warm cat", dataset, score_threshold=0.3)) == [CATS[0]]
    by_model = search("cat dog", dataset, rerank_model=("openai_api_compatible", "scripted-rerank"), score_threshold=1)
    assert texts(by_model) == [CATS[2]]
    assert by_model.results[0].score == 1


CHANGES: list[tuple[str, Callable[[Document, Segment], Any]]] = [
    ("document_disabled", lambda d, s: update(Document).where(Document.id == d.id).values(enabled=False)),
    ("document_archived", lambda d, s: update(Document).where(Document.id == d.id).values(archived=True)),
    ("outdated", lambda d, s: update(Document).where(Document.id == d.id).values(generation=2)),
    ("segment_disabled", lambda d, s: update(Segment).where(Segment.id == s.id).values(enabled=False)),
    ("", lambda d, s: delete(Segment).where(Segment.id == s.id)),
    ("", lambda d, s: delete(Document).where(Document.id == d.id)),
]


@pytest.mark.parametrize(("reason", "change"), CHANGES)
def test_the_rows_decide_at_once(
    library: Library,
    models: ModelServer,
    search: Callable[..., Retrieved],
    reason: str,
    change: Callable[[Document, Segment], Any],
):
    """Whatever words and vectors still have."""
    dataset = library.dataset()
    document, segments = library.document(dataset, "cats.md", CATS[0])
    library.document(dataset, "trains.md", CATS[3])
    assert texts(search("warm cat", dataset))[0] == CATS[0]
    with unit_of_work() as session:
        session.execute(change(document, segments[0]))
    for method in ("hybrid_search", "full_text_search", "semantic_search"):
        assert CATS[0] not in texts(search("warm cat", dataset, method=method))
    explained = search("warm cat", dataset, why=(segments[0].id,)).explanations
    assert [each.removed for each in explained if each.segment_id == segments[0].id] == ([reason] if reason else [])


def test_more_is_asked_for_if_too_few_are_left(library: Library, search: Callable[..., Retrieved]):
    """300 rows that are no more stand before the two that are."""
    dataset = library.dataset(model=None)
    gone, _ = library.document(dataset, "gone.md", *(f"cat cat cat number {at}" for at in range(300)))
    library.document(dataset, "here.md", "a cat among many other words", "one more cat among many other words")
    with unit_of_work() as session:
        session.execute(delete(Segment).where(Segment.document_id == gone.id))
    assert len(search("cat", dataset).results) == 2


def test_a_filter_is_held_by_both_sides(library: Library, models: ModelServer, search: Callable[..., Retrieved]):
    one, other = library.dataset("One"), library.dataset("Other")
    author = library.field(one, "author", "string")
    library.document(one, "a.md", CATS[0], fields={author: "Ann"})
    _, (left_out,) = library.document(one, "b.md", "a warm cat", fields={author: "Ben"})
    library.document(other, "c.md", CATS[2])
    wanted = Condition("author", "=", "Ann")
    for method in ("hybrid_search", "full_text_search", "semantic_search"):
        assert texts(search("warm cat", one, other, method=method, filter=wanted)) == [CATS[0]]
    explained = search("warm cat", one, filter=wanted, why=(left_out.id,)).explanations
    assert [each.removed for each in explained] == [None, "filtered"]
    with pytest.raises(InvalidInput, match="no field 'writer'"):
        search("cat", one, filter=Condition("writer", "=", "Ann"))


def test_children_are_found_and_parents_answered(
    library: Library, models: ModelServer, search: Callable[..., Retrieved]
):
    dataset = library.dataset()
    parents = (f"{CATS[0]}\n{CATS[2]}", f"{CATS[1]}\n{CATS[3]}")
    _, segments = library.document(dataset, "cats.md", *parents, children=True)
    answer = search("warm cat", dataset, top_k=1)
    assert texts(answer) == [parents[0]]
    assert [each.chunk.content for each in answer.results[0].children] == [CATS[0], CATS[2]]
    assert answer.results[0].score == answer.results[0].children[0].score
    assert {each.segment_id for each in search("noon", dataset, why=(segments[0].id,)).explanations} >= {segments[0].id}
    with unit_of_work() as session:
        session.execute(delete(ChildChunk).where(ChildChunk.content == CATS[0]))
    assert search("warm cat", dataset).results[0].children[0].chunk.content == CATS[2]


def test_without_a_vector_words_go_on_and_say_so(
    library: Library, context: FlaskApp, models: ModelServer, search: Callable[..., Retrieved]
):
    dataset = library.dataset()
    library.document(dataset, "cats.md", *CATS)
    models.fail(429, "Slow down", headers={"Retry-After": "60"})
    answer = search("warm cat", dataset)
    assert (texts(answer), codes(answer)) == ([CATS[0], CATS[2]], ["words_only"])
    asked = len(models.requests)
    with pytest.raises(ApiError, match="is busy"):
        search("warm cat", dataset, method="semantic_search")
    # Neither is a model that has to be left alone asked, nor waited for.
    assert len(models.requests) == asked
    context.extensions["redis"].flushdb()
    models.fail(401, "Which key?")
    assert codes(search("warm cat", dataset)) == ["words_only"]
    models.send(b'{"data": [{"index": 0, "embedding": [1, 2]}]}', content_type="application/json")
    assert codes(search("warm cat", dataset)) == ["words_only"]
    with unit_of_work() as session:
        for name in session.scalars(text("SELECT relname FROM pg_class WHERE relname LIKE 'v\\_%' AND relkind = 'r'")):
            session.execute(text(f"DROP TABLE vectors.{name}"))
    assert codes(search("warm cat", dataset)) == ["words_only"]
    with pytest.raises(StoreSchemaDiffers):
        search("warm cat", dataset, method="semantic_search")


def test_models_without_a_common_scale_are_merged_by_rank(
    library: Library, models: ModelServer, search: Callable[..., Retrieved]
):
    one, other, words = (
        library.dataset("One"),
        library.dataset("Other", "another-embedding"),
        library.dataset("W", None),
    )
    library.document(one, "a.md", CATS[0], "the cat sat")
    library.document(other, "b.md", CATS[2])
    library.document(words, "c.md", CATS[1])
    answer = search("cat", one, other, top_k=3)
    assert codes(answer) == ["merged_by_rank"]
    assert texts(answer)[1] == CATS[2]
    assert codes(search("cat", one, other, words)) == ["merged_by_rank"]
    model = ("openai_api_compatible", "scripted-rerank")
    assert codes(search("cat", one, other, rerank_model=model)) == []
    assert codes(search("cat", one, other, method="full_text_search")) == []


def test_a_reranker_that_fails_leaves_the_order(
    library: Library, models: ModelServer, search: Callable[..., Retrieved]
):
    dataset = library.dataset(model=None)
    library.document(dataset, "cats.md", *CATS)
    before = search("warm cat", dataset)
    models.fail(500, "Away")
    answer = search("warm cat", dataset, rerank_model=("openai_api_compatible", "scripted-rerank"))
    assert (texts(answer), codes(answer)) == (texts(before), ["rerank_failed"])
    assert [each.score for each in answer.results] == [each.score for each in before.results]
    unknown = search("warm cat", dataset, rerank_model=("openai_api_compatible", "no-such"))
    assert (texts(unknown), codes(unknown)) == (texts(before), ["rerank_failed"])


def test_what_is_left_out_is_explained(library: Library, models: ModelServer, search: Callable[..., Retrieved]):
    dataset = library.dataset()
    library.document(dataset, "cats.md", *CATS, "the cat sat on a warm mat")
    answer = search("warm cat", dataset, top_k=2, explain=True)
    assert [each.removed for each in answer.explanations] == [None, None, "same_text", "beyond_top_k", "beyond_top_k"]
    assert [each.fused_rank for each in answer.explanations if each.removed is None] == [1, 3]


def test_what_was_asked_is_kept(library: Library, search: Callable[..., Retrieved]):
    dataset = library.dataset(model=None)
    _, segments = library.document(dataset, "cats.md", *CATS)
    app_id = uuid4()
    search("warm\0cat", dataset, top_k=1, asker=Asker("app", "account", library.account_id, app_id))
    search("warm cat", dataset)
    kept = db.session.scalars(select(DatasetQuery)).one()
    assert (kept.dataset_id, kept.source, kept.source_app_id, kept.created_by) == (
        dataset.id,
        "app",
        app_id,
        library.account_id,
    )
    counted = db.session.execute(select(Segment.id, Segment.hit_count).where(Segment.dataset_id == dataset.id))
    assert {row.id: row.hit_count for row in counted} == {each.id: int(each is segments[0]) for each in segments}


def test_no_more_than_there_may_be(library: Library, search: Callable[..., Retrieved], mallory: Person):
    dataset = library.dataset(model=None)
    foreign = Library(mallory).dataset("Theirs", model=None)
    for given in ((dataset, foreign), (Dataset(id=UUID(int=1)),)):
        with pytest.raises(DatasetNotFound):
            search("cat", *given)
    with pytest.raises(InvalidInput):
        search("cat", *(Dataset(id=uuid4()) for _ in range(21)))
    for top_k in (0, 101):
        with pytest.raises(InvalidInput):
            search("cat", dataset, top_k=top_k)
    assert search("  ", dataset).results == search("cat").results == search("zebra", dataset).results == []
    with unit_of_work() as session:
        WordIndex(session, dataset.id, None).drop()
    assert search("cat", dataset).results == []


def test_no_connection_is_held_while_a_model_answers(
    library: Library, models: ModelServer, search: Callable[..., Retrieved], queries: list[str]
):
    """Everything is read before a model is asked or after it has answered, in units of work that have ended."""
    dataset = library.dataset()
    library.document(dataset, "cats.md", *CATS)
    queries.clear()
    search("warm cat", dataset, rerank_model=("openai_api_compatible", "scripted-rerank"))
    ends = [at for at, each in enumerate(queries) if each.startswith("RELEASE SAVEPOINT")]
    assert len(models.requests) == 2
    # The plan, the vector into the cache, the search.
    assert len(ends) == 3
    assert ends[-1] == len(queries) - 1


def test_a_query_is_embedded_once(library: Library, models: ModelServer, search: Callable[..., Retrieved]):
    """By whichever dataset it is asked; a vector of another width is none of the index."""
    one, other = library.dataset("One"), library.dataset("Other")
    for dataset in (one, other):
        library.document(dataset, "cats.md", *CATS)
    first = search(CATS[3], one, method="semantic_search")
    assert len(models.requests) == 1
    again = search(CATS[3], one, method="semantic_search")
    assert [each.score for each in again.results] == [each.score for each in first.results]
    search(CATS[3], one, other)
    assert len(models.requests) == 1
    with unit_of_work() as session:
        session.execute(update(EmbeddingCache).values(vector=b"\0\0", used_at=now() - timedelta(days=2)))
    assert search(CATS[3], one, method="semantic_search").results[0].score == first.results[0].score
    assert len(models.requests) == 2


def test_a_cached_query_stays_as_long_as_it_is_asked(
    library: Library, models: ModelServer, search: Callable[..., Retrieved]
):
    dataset = library.dataset()
    search(CATS[3], dataset)
    with unit_of_work() as session:
        session.execute(update(EmbeddingCache).values(used_at=now() - UNUSED_FOR - timedelta(hours=1)))
    search(CATS[3], dataset)
    assert forget_unused() == 0
    with unit_of_work() as session:
        session.execute(update(EmbeddingCache).values(used_at=now() - UNUSED_FOR - timedelta(hours=1)))
    assert forget_unused() == 1


def test_a_query_waits_its_turn(
    library: Library, context: FlaskApp, models: ModelServer, search: Callable[..., Retrieved]
):
    """The account's bucket is that of indexing: what is refused here, all heed."""
    dataset = library.dataset()
    library.document(dataset, "cats.md", *CATS)
    models.fail(429, "Slow down", headers={"Retry-After": "1"})
    began = time.monotonic()
    answer = search(CATS[3], dataset, method="semantic_search")
    assert (texts(answer)[0], codes(answer)) == (CATS[3], [])
    assert time.monotonic() - began >= 1
    assert list(context.extensions["redis"].scan_iter("embedding-rate:*"))


def test_a_check_makes_the_graph_of_a_large_index(library: Library, context: FlaskApp):
    dataset = library.dataset()
    library.document(dataset, "cats.md", *CATS)
    graphs = text("SELECT count(*) FROM pg_indexes WHERE schemaname = 'vectors' AND indexdef LIKE '%hnsw%'")
    check(dataset.id)
    assert db.session.scalar(graphs) == 0
    settings = context.extensions["settings"]
    context.extensions["settings"] = settings.model_copy(update={"vector_ann_above": 3})
    try:
        check(dataset.id, fix=False)
        assert db.session.scalar(graphs) == 0
        check(dataset.id)
        assert db.session.scalar(graphs) == 1
    finally:
        context.extensions["settings"] = settings
