"""A change of a text changes few of its segments, wherever it is."""

from random import Random

import pytest

from treeline.datasets.extraction.extractor import typed
from treeline.datasets.splitting.cleaning import Cleaned
from treeline.datasets.splitting.cuts import Unit, segments
from treeline.datasets.splitting.pieces import Cut, Rules, indexed_text
from treeline.datasets.splitting.source import Source
from treeline.datasets.splitting.split import split

RULES = Rules(cut=Cut(200))
# How the parts of a text are put together, and what stands before each.
FORMS = {
    "paragraphs": ("\n\n", "", ""),
    "lines": ("\n", "", ""),
    "one paragraph": (" ", "", "."),
    "list": ("\n", "- ", ""),
    "table": ("\n", "| a | ", " |"),
}


def words(random: Random) -> str:
    return " ".join(f"w{random.randrange(300)}" for _ in range(random.randrange(5, 40)))


def indexed(parts: list[str], form: str) -> list[str]:
    between, before, after = FORMS[form]
    head = "| a | b |\n| --- | --- |\n" if form == "table" else ""
    text = head + between.join(before + part + after for part in parts)
    return [indexed_text(each.heading, each.content) for each in split(typed(text), RULES)]


@pytest.mark.parametrize("form", FORMS)
def test_a_changed_part_changes_few_segments(form: str):
    random = Random(form)
    changes = list[int]()
    for _ in range(30):
        parts = [words(random) for _ in range(150)]
        known = set(indexed(parts, form))
        place = random.randrange(150)
        parts[place : place + random.randrange(2)] = [words(random) for _ in range(random.randrange(3))]
        changes.append(sum(text not in known for text in indexed(parts, form)))
    assert sum(changes) <= 2 * len(changes)


def test_the_better_place_is_taken_first():
    text = "aaaa bbbb cccc dddd"
    units = [Unit(0, 5, 8), Unit(5, 10, 8), Unit(10, 15, 1), Unit(15, 19, 8)]
    cut = [text[start:end] for start, end in segments(Source(Cleaned(text, ())), units, 12)]
    assert cut == ["aaaa bbbb ", "cccc dddd"]


def test_equal_parts_are_cut_in_the_middle():
    text = "aaaa " * 64
    units = [Unit(at, at + 5, 8) for at in range(0, len(text), 5)]
    assert [end - start for start, end in segments(Source(Cleaned(text, ())), units, 40)] == [40] * 8
