"""The questions of `dev/bench knowledge`: each is answered by a section that is there."""

import yaml

from benchmarks.parts.labelled import QUESTIONS, ndcg, our_sections, our_sets, recall


def test_the_answers_are_in_the_documentation():
    data = yaml.safe_load(QUESTIONS.read_text("utf-8"))
    sections = dict(our_sections())
    named = [*data["english"], *data["chinese"], *data["passages"]]
    assert [
        f"{file}#{heading}" for row in named for file, heading in [place_of(row)] if f"{file}#{heading}" not in sections
    ] == []


def place_of(row: list[str]) -> tuple[str, str]:
    """Questions have it behind them, passages in front."""
    return (row[0], row[1]) if row[0].endswith(".md") else (row[1], row[2])


def test_there_are_thirty_in_each_language():
    assert [(len(each.queries), set(map(len, each.relevant.values()))) for each in our_sets()] == [(30, {1}), (30, {1})]
    assert all(answers.keys() <= each.texts.keys() for each in our_sets() for answers in each.relevant.values())


def test_gain_is_that_of_places():
    assert ndcg(["b", "a"], {"a": 1}) == 1 / 1.584962500721156
    assert ndcg(["a", "c", "b"], {"a": 3, "b": 1}) == (3 + 1 / 2) / (3 + 1 / 1.584962500721156)
    assert ndcg(["c"], {"a": 1}) == 0
    assert recall(["a", "c"], {"a": 1, "b": 2}) == 0.5
