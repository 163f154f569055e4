"""Finding by words against what PostgreSQL has for it: tsvector, the query's words joined by OR, ts_rank_cd.

PostgreSQL's parser takes Chinese for one word a sentence: it gets our pieces of it, separated by spaces.
"""

import math
import random
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID, uuid4

import regex
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from benchmarks.parts.labelled import LabelledSet, ndcg, recall
from benchmarks.parts.table import Row, medians, ms
from treeline.datasets.analysis.languages import find_language
from treeline.datasets.retrieval.words import WordIndex, WordRow

HITS = 100
# Where PostgreSQL's own finds most, there is no room for so much more.
HARD = 0.7
_WITHOUT_SPACES = ((regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー]+"), 2), (regex.compile(r"[\p{Thai}\p{M}]+"), 3))

Search = Callable[[str], list[int]]


@contextmanager
def ours(engine: Engine, language: str, texts: Iterable[str]) -> Iterator[Search]:
    with Session(engine) as session:
        index = WordIndex(session, uuid4(), language)
        index.create()
        index.add(WordRow(UUID(int=number), UUID(int=number % 500), each) for number, each in enumerate(texts))
        _settle(session, engine, f"w_{index.dataset_id.hex}")
        yield lambda query: [hit.id.int for hit in index.search(query, HITS)]
        index.drop()
        session.commit()


@contextmanager
def built_in(engine: Engine, language: str, texts: Iterable[str]) -> Iterator[Search]:
    name, found = f"ts_{uuid4().hex}", find_language(language)
    config = found.stemmer or found.latin or "simple"
    insert = text(f"INSERT INTO vectors.{name} SELECT :id, to_tsvector(CAST(:config AS regconfig), :text)")
    search = text(f"""
        SELECT id FROM vectors.{name},
               CAST(replace(CAST(plainto_tsquery(CAST(:config AS regconfig), :text) AS text), '&', '|') AS tsquery) q
        WHERE terms @@ q ORDER BY ts_rank_cd(terms, q) DESC, id LIMIT :k""")
    with Session(engine) as session:
        session.execute(text(f"CREATE TABLE vectors.{name} (id int PRIMARY KEY, terms tsvector)"))
        session.execute(text(f"CREATE INDEX ON vectors.{name} USING gin (terms)"))
        rows = [{"id": number, "config": config, "text": spaced(each)} for number, each in enumerate(texts)]
        session.execute(insert, rows)
        _settle(session, engine, name)
        values = {"config": config, "k": HITS}
        yield lambda query: list(session.scalars(search, values | {"text": spaced(query)}))
        session.execute(text(f"DROP TABLE vectors.{name}"))
        session.commit()


def _settle(session: Session, engine: Engine, table: str) -> None:
    """As autovacuum does it a little later; without it each search reads the index's pending list."""
    session.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM ANALYZE vectors.{table}"))


def spaced(each: str) -> str:
    for script, size in _WITHOUT_SPACES:
        each = script.sub(lambda run, size=size: f" {' '.join(_pieces(run[0], size))} ", each)
    return each


def _pieces(run: str, size: int) -> list[str]:
    return [run[start : start + size] for start in range(max(1, len(run) - size + 1))]


def quality_rows(engine: Engine, labelled: LabelledSet) -> list[Row]:
    texts, names = list(labelled.texts.values()), list(labelled.texts)
    figures: list[tuple[float, float]] = []
    for way in (ours, built_in):
        with way(engine, labelled.language, texts) as search:
            ranked = {query: [names[number] for number in search(asked)] for query, asked in labelled.queries.items()}
        figures.append((_mean(ndcg, ranked, labelled), _mean(recall, ranked, labelled)))
    (gain, found), (their_gain, they_found) = figures
    compared = f"{gain:.3f}, ts_rank_cd {their_gain:.3f}"
    times = gain / max(their_gain, 1e-9)
    # Of many answers ten are few.
    single = all(len(answers) == 1 for answers in labelled.relevant.values())
    least = 0.97 if labelled.language.startswith("Chinese") else 0.95
    return [
        Row(f"{labelled.name}: nDCG@10", compared, times, "x ts_rank_cd", 1.3 if their_gain < HARD else None, True),
        Row("  recall@10", f"ts_rank_cd {they_found:.3f}", found, "", least if single else None, True),
    ]


def _mean(
    figure: Callable[[list[str], dict[str, int]], float], ranked: Mapping[str, list[str]], labelled: LabelledSet
) -> float:
    return statistics.mean(figure(found, labelled.relevant[query]) for query, found in ranked.items())


def time_rows(
    engine: Engine, own: list[LabelledSet], others: list[LabelledSet], sizes: tuple[int, int], rounds: int
) -> list[Row]:
    """The questions of our own sets in segments made of these; and of all sets, where fewer segments have their words:
    what a search costs in any case weighs more there.
    """
    few, many = sizes
    questions = [question for each in own for question in each.queries.values()]
    texts = list(made_texts(own, many))
    with (
        ours(engine, "English", texts[:few]) as in_few,
        ours(engine, "English", texts) as in_many,
        built_in(engine, "English", texts[:few]) as theirs,
    ):
        measures = [_median_seconds(search, questions) for search in (in_few, in_many, theirs)]
        small, large, built = medians(rounds, *measures)
        ours_all, built_all = medians(rounds, _total_seconds(in_few, questions), _total_seconds(theirs, questions))
    mixed = [_mixed_row(engine, [*own, *others], questions, few, rounds)] if others else []
    asked = f"{len(questions)} questions, the first {HITS} hits"
    return [
        Row(f"words in {few:,} segments: {asked}", f"{ms(small)}, ts_rank_cd {ms(built)}", small / built,
            "x ts_rank_cd", 0.25),
        Row("  all of them, one after another", f"{ms(ours_all)}, ts_rank_cd {ms(built_all)}",
            ours_all / built_all, "x ts_rank_cd"),
        Row(f"  in {many:,}", ms(large), large / small, f"x that in {few:,}", many / few),
        *mixed,
    ]  # fmt: skip


def _mixed_row(engine: Engine, sets: list[LabelledSet], questions: list[str], few: int, rounds: int) -> Row:
    texts = list(made_texts(sets, few))
    with ours(engine, "English", texts) as search, built_in(engine, "English", texts) as theirs:
        found, built = medians(rounds, _median_seconds(search, questions), _median_seconds(theirs, questions))
    return Row("  among those of all sets", f"{ms(found)}, ts_rank_cd {ms(built)}", found / built, "x ts_rank_cd")


def _total_seconds(search: Search, questions: list[str]) -> Callable[[], float]:
    def measure() -> float:
        began = time.perf_counter()
        for question in questions:
            search(question)
        return time.perf_counter() - began

    return measure


def _median_seconds(search: Search, questions: list[str]) -> Callable[[], float]:
    def measure() -> float:
        taken: list[float] = []
        for question in questions:
            began = time.perf_counter()
            search(question)
            taken.append(time.perf_counter() - began)
        return statistics.median(taken)

    return measure


def made_texts(sets: list[LabelledSet], number: int) -> Iterator[str]:
    """Segments of sentences of these sets, and of words as rare as in that many real ones."""
    sentences = {each for labelled in sets for text_ in labelled.texts.values() for each in _sentences(text_)}
    drawn, ordered = random.Random(7), sorted(sentences)
    for _ in range(number):
        rare = (f"w{int(math.exp(drawn.random() * math.log(10 * number)))}" for _ in range(30))
        yield " ".join([*drawn.choices(ordered, k=5), *rare])


def _sentences(each: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!])\s+|(?<=[。?!])|\n\n", each) if len(part) > 20]
