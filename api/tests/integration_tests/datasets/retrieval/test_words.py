"""Finding by words is BM25, computed here once more and by hand, whatever was written, deleted or switched off."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.errors import UniqueViolation
from sqlalchemy import column as sql_column
from sqlalchemy import select, text, values

from treeline.datasets.analysis.languages import find_language
from treeline.datasets.analysis.tokens import Analyzer
from treeline.datasets.retrieval.words import Limits, WordHit, WordIndex, WordRow
from treeline.kernel.db import DbSession, db
from treeline.kernel.web import FlaskApp
from treeline.settings import ROOT

K1, B = 1.5, 0.75
WORDS = [
    "harbour",
    "harbours",
    "searching",
    "search",
    "the",
    "of",
    "knowledge",
    "top_k",
    "top",
    "files",
    "知识",
    "知识库",
    "文档",
    "搜索",
    "库",
    "版本",
    "3.11",
    "é",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
DOCUMENTS = [UUID(int=number) for number in range(1, 5)]
LIMITS = st.sampled_from([Limits(), Limits(rare=0, few=0), Limits(rare=0.3, few=0), Limits(rare=0.3, few=0, exact=3)])
in_one_transaction = settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def session(context: FlaskApp) -> DbSession:
    return db.session


@pytest.fixture
def index(session: DbSession) -> WordIndex:
    made = WordIndex(session, uuid4(), "English")
    made.create()
    return made


class Bm25:
    """All rows are gone through for each query."""

    def __init__(self, rows: list[WordRow], language: str, average: float):
        self.analyzer, self.average = Analyzer(find_language(language)), average
        self.rows = {row.id: (row, self.analyzer.text_terms(row.text)) for row in rows}
        self.having = Counter(term for _, terms in self.rows.values() for term in terms.counts)

    def score(self, query: str, row_id: UUID) -> float:
        return math.fsum(self.idf(term) * self.tf(term, row_id) for term in self.analyzer.query_terms(query))

    def idf(self, term: str) -> float:
        having = self.having[term]
        return math.log(1 + (len(self.rows) - having + 0.5) / (having + 0.5))

    def tf(self, term: str, row_id: UUID) -> float:
        terms = self.rows[row_id][1]
        often, longer = terms.counts[term], terms.length / self.average
        return often * (K1 + 1) / (often + K1 * (1 - B + B * longer))

    def bound(self, query: str) -> float:
        return (K1 + 1) * sum(self.idf(term) for term in self.analyzer.query_terms(query) if self.having[term])

    def best(self, query: str, k: int, documents: list[UUID] = DOCUMENTS) -> list[float]:
        rows = [row for row, _ in self.rows.values() if row.enabled and row.document_id in documents]
        scores = (self.score(query, row.id) for row in rows)
        return sorted((score for score in scores if score), reverse=True)[:k]

    def check(self, hits: list[WordHit], query: str, k: int, documents: list[UUID] = DOCUMENTS) -> None:
        """They are the best there are; of those with the same score any."""
        found = [hit.score for hit in hits]
        assert found == pytest.approx(self.best(query, k, documents), rel=1e-5)
        assert found == pytest.approx([self.score(query, hit.id) for hit in hits], rel=1e-5)
        assert [hit.document_id for hit in hits] == [self.rows[hit.id][0].document_id for hit in hits]
        assert all(hit.document_id in documents and self.rows[hit.id][0].enabled for hit in hits)


def rows_of(texts: list[str], ids: Iterator[int] | None = None, enabled: bool = True) -> list[WordRow]:
    numbers = ids or count(1)
    return [
        WordRow(UUID(int=next(numbers)), DOCUMENTS[number % len(DOCUMENTS)], each, enabled)
        for number, each in enumerate(texts)
    ]


def selected(documents: list[UUID]) -> Any:
    """A query of documents."""
    return select(values(sql_column("id"), name="wanted").data([(each,) for each in documents]).c.id)


@given(st.lists(TEXTS, max_size=15), TEXTS, LIMITS, st.integers(1, 12), st.data())
@in_one_transaction
def test_the_best_are_those_of_bm25(
    session: DbSession, texts: list[str], query: str, limits: Limits, k: int, data: st.DataObject
):
    index = WordIndex(session, uuid4(), "English", limits)
    index.create()
    numbers = count(1)
    rows = rows_of(texts, numbers)
    index.add(rows[:8])
    index.search(query, k)
    index.add(rows[8:])

    gone, off = (data.draw(st.sets(st.sampled_from(DOCUMENTS), max_size=2)) for _ in range(2))
    index.delete(document_ids=gone)
    index.set_enabled(False, document_ids=off)
    rows = [replace(row, enabled=row.document_id not in off) for row in rows if row.document_id not in gone]
    if rows and data.draw(st.booleans()):
        again = data.draw(st.sampled_from(rows)).document_id
        new = [WordRow(UUID(int=next(numbers)), again, data.draw(TEXTS))]
        index.replace(new)
        rows = [row for row in rows if row.document_id != again] + new
    expected = Bm25(rows, "English", index.average_length() or 1)
    among = data.draw(st.lists(st.sampled_from(DOCUMENTS), unique=True, min_size=1))
    exact = min(k, limits.exact)

    expected.check(index.search(query, k)[:exact], query, exact)
    expected.check(index.search(query, k, among)[:exact], query, exact, among)
    expected.check(index.search(query, k, selected(among))[:exact], query, exact, among)
    assert index.count() == len(rows)
    assert index.ids() == sorted(row.id for row in rows)
    index.drop()


@pytest.mark.parametrize("limits", [Limits(), Limits(rare=0.02, few=0), Limits(rare=0.15, few=0)])
def test_on_our_own_documents(session: DbSession, limits: Limits):
    pages = [page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("*.md"))]
    paragraphs = [each for page in pages for each in page.split("\n\n") if each.strip()][::3]
    rows = rows_of(paragraphs)
    index = WordIndex(session, uuid4(), "English", limits)
    index.create()
    index.add(rows)
    expected = Bm25(rows, "English", index.average_length() or 1)
    random = Random(4)
    for paragraph in random.sample(paragraphs, 12):
        asked = " ".join(random.sample(words := paragraph.split(), min(len(words), 6)))
        expected.check(index.search(asked, 10), asked, 10)


def test_what_another_process_wrote_counts(index: WordIndex, session: DbSession):
    """Here another table's rows: this process has not written them to this one."""
    rows = rows_of(["harbour files", "harbour", "files searching", "知识"])
    index.add(rows[:1])
    index.search("harbour files 知识", 10)
    other = WordIndex(session, uuid4(), "English")
    other.create()
    other.add(rows)
    names = [f"vectors.w_{each.dataset_id.hex}" for each in (index, other)]
    session.execute(text(f"DELETE FROM {names[1]} WHERE id = '{rows[0].id}'"))
    session.execute(text(f"INSERT INTO {names[0]} SELECT * FROM {names[1]}"))
    query = "harbour files 知识"
    terms = index.explain(query, [hit.id for hit in index.search(query, 10)])
    found = {id_: [share.idf for share in shares] for id_, shares in terms.items()}
    expected = Bm25(rows, "English", 1)
    assert found[rows[3].id] == pytest.approx([expected.idf("知识")])
    assert sorted(found[rows[0].id]) == pytest.approx([expected.idf("file"), expected.idf("harbour")])


def test_a_hit_says_what_its_score_is_made_of(index: WordIndex):
    rows = rows_of(["harbour files", "the harbour of searching", "知识库 files", ""])
    index.add(rows)
    query = "harbours, unheard-of files 知识"
    expected = Bm25(rows, "English", index.average_length() or 1)
    hits = index.search(query, 10)
    terms = index.explain(query, [hit.id for hit in hits])
    assert [(hit.id.int, {share.term for share in terms[hit.id]}) for hit in hits] == [
        (3, {"file", "知识"}),
        (1, {"harbour", "file"}),
        (2, {"harbour"}),
    ]
    for hit in hits:
        assert hit.score == pytest.approx(sum(share.share for share in terms[hit.id]), rel=1e-5)
        assert hit.bound == pytest.approx(expected.bound(query))
        assert hit.weight == pytest.approx(hit.score / hit.bound)
        for share in terms[hit.id]:
            assert share.idf == pytest.approx(expected.idf(share.term))
            assert share.tf == pytest.approx(expected.tf(share.term, hit.id), rel=1e-5)


def test_scores_of_chosen_rows(index: WordIndex):
    rows = [*rows_of(["harbour", "files"]), *rows_of(["harbour files"], count(3), enabled=False)]
    index.add(rows)
    expected = Bm25(rows, "English", index.average_length() or 1)
    hits = index.score("harbours files", [*(row.id for row in rows), uuid4()])
    assert hits[0].id == rows[2].id
    scores = {row.id: expected.score("harbours files", row.id) for row in rows}
    assert {hit.id: hit.score for hit in hits} == pytest.approx(scores, rel=1e-5)
    [without] = index.score("searching", [rows[0].id])
    assert (without.score, without.weight) == (0, 0)
    assert index.explain("searching", [rows[0].id]) == {}


def test_what_was_switched_off_is_found_again(index: WordIndex):
    rows = rows_of(["harbour one", "harbour two", "harbour three"])
    index.add(rows)
    before = index.search("harbour", 10)
    index.set_enabled(False, ids=[rows[0].id], document_ids=[rows[1].document_id])
    [left] = index.search("harbour", 10)
    assert left in before
    index.set_enabled(True, ids=[rows[0].id], document_ids=[rows[1].document_id])
    assert index.search("harbour", 10) == before


def test_rows_are_deleted_one_by_one(index: WordIndex):
    rows = rows_of(["harbour one", "harbour two"])
    index.add(rows)
    index.delete(ids=[rows[0].id])
    assert [hit.id for hit in index.search("harbour", 10)] == [rows[1].id]


@pytest.mark.parametrize("query", ["", "the of", "?!", "unheardof", "\x00", "\ud800", "a" * 100_000, "{1:2}/3';--"])
def test_odd_queries_find_nothing(index: WordIndex, query: str):
    index.add(rows_of(["harbour", "files"]))
    assert index.search(query, 10) == []


def test_a_query_as_long_as_a_document(index: WordIndex):
    index.add(rows_of(["harbour", "files"]))
    query = "harbour " + " ".join(f"w{number}" for number in range(20_000)) + " files"
    assert [hit.id.int for hit in index.search(query, 10)] == [1]


def test_a_text_with_more_terms_than_can_be_kept(index: WordIndex):
    """The heaviest stay."""
    long = " ".join(f"w{number}" for number in range(20_000)) + " harbour harbour"
    assert index.add(rows_of([long, "files"])) == 2
    assert [hit.id.int for hit in index.search("harbour", 10)] == [1]


def test_a_first_text_of_three_words_does_not_decide_what_is_long(index: WordIndex):
    index.add(rows_of(["where is it"]))
    first = index.average_length() or 0
    assert first > 50
    index.add(rows_of(["harbour " * 400], count(9)))
    assert index.average_length() == first


def test_the_average_is_that_of_the_first_rows(index: WordIndex):
    index.add(rows_of(["harbour search files top"] * 1_000))
    assert index.average_length() == pytest.approx(4, abs=2)


def test_without_a_table_nothing_is_found(session: DbSession):
    index = WordIndex(session, uuid4(), None)
    assert (index.search("harbour", 10), index.score("harbour", [uuid4()]), index.count(), index.ids()) == (
        [],
        [],
        0,
        [],
    )
    index.delete(ids=[uuid4()])
    index.set_enabled(False, document_ids=DOCUMENTS)
    index.drop()
    index.create()
    index.create()
    assert index.search("harbour", 10) == []


def test_ids_come_in_pages(index: WordIndex):
    rows = rows_of(["harbour"] * 5)
    index.add(rows)
    assert index.ids(limit=2) == [row.id for row in rows[:2]]
    assert index.ids(rows[3].id) == [rows[4].id]


def test_pgvector_is_enabled_when_it_is_needed(session: DbSession):
    """It may have been installed after the migration."""
    session.execute(text("DROP EXTENSION vector CASCADE"))
    index = WordIndex(session, uuid4(), "English")
    index.create()
    index.add(rows_of(["harbour"]))
    assert index.search("harbour", 10)


@pytest.mark.parametrize(
    ("language", "said", "asked"),
    [
        ("English", "Indexing the harbours", "harbour index"),
        ("German", "in den Häusern", "Haus"),
        ("French", "les chevaliers continuaient", "chevalier"),
        ("Spanish", "los libros rojos", "libro rojo"),
        ("Russian", "новые книги", "новая книга"),
        ("Arabic", "في المدرسة", "مدرسة"),
        ("Hindi", "लड़कों", "लड़का"),
        ("Turkish", "kitaplar", "kitap"),
        ("Greek", "οι δρόμοι", "δρόμος"),
        ("Romanian", "cărțile", "cărți"),
        ("Vietnamese", "Tiếng Việt", "tiếng việt"),
        ("Thai", "ภาษาไทยง่าย", "ไทย"),
        ("Japanese", "コンピュータを使う", "コ"),
        ("Korean", "지식을 검색한다", "지식"),
        ("Chinese", "知识库里的文档", "库"),
    ],
)
def test_in_many_languages(session: DbSession, language: str, said: str, asked: str):
    index = WordIndex(session, uuid4(), language)
    index.create()
    index.add(rows_of([said, "something else", "别的", "другое"]))
    assert [hit.id.int for hit in index.search(asked, 10)] == [1]


def test_rows_twice_are_refused(index: WordIndex):
    index.add(rows_of(["harbour"]))
    with pytest.raises(UniqueViolation):
        index.add(rows_of(["harbour"]))
