"""How texts are cut: what holds for every text and every rule."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from treeline.datasets.extraction.document import Extracted
from treeline.datasets.extraction.markdown import blocks_of, markdown_blocks
from treeline.datasets.splitting import qa
from treeline.datasets.splitting import split as splitting
from treeline.datasets.splitting.errors import TooManySegments
from treeline.datasets.splitting.estimate import estimated
from treeline.datasets.splitting.lengths import UNITS, Measure, tokens
from treeline.datasets.splitting.pieces import Child, Cut, Piece, Rules, indexed_text
from treeline.datasets.splitting.split import split
from treeline.datasets.splitting.tables import cells

WORDS = st.sampled_from(
    ["port", "ship.", "a", "Käse", "船长", "港口。", "ท่าเรือ", "👩‍🚀", "e\u0301!", "x" * 90, "\u3000", "1)"]
)
LINES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
ROWS = st.lists(st.tuples(LINES, LINES), max_size=6)


def table(rows: list[tuple[str, str]], ship: str = "Ship") -> str:
    return "\n".join([f"| {ship} | Port |", "| --- | :-: |", *(f"| {a} | {b} |" for a, b in rows)])


PARTS = st.one_of(
    LINES,
    st.lists(LINES, max_size=3).map("\n".join),
    st.builds(lambda level, text: f"{'#' * level} {text[:60]}", st.integers(1, 4), LINES),
    st.lists(st.tuples(st.sampled_from(["- ", "  * ", "1. "]), LINES), max_size=5).map(
        lambda items: "\n".join(mark + text for mark, text in items)
    ),
    st.lists(LINES, max_size=5).map(lambda lines: "```py\n" + "\n\n  ".join(lines) + "\n```"),
    ROWS.map(table),
    st.builds(table, ROWS, LINES),
    st.text(max_size=60),
    st.sampled_from(["---", "***", "Title\n===", "\n\n\n", "    ", "```", "~~~~", "| a |\n|--|", "> quoted\n> more"]),
)
TEXTS = st.lists(PARTS, max_size=12).map("\n\n".join) | st.lists(PARTS, max_size=8).map("\n".join)
CUTS = st.builds(
    Cut,
    st.sampled_from([50, 60, 100]),
    st.sampled_from([0, 1, 10, 30]),
    st.sampled_from(["\n\n", "\n", "。", "ship", " "]),
)


def of(text: str) -> Extracted:
    return Extracted(text, "md", blocks=markdown_blocks(text))


def rules(**more: object) -> Rules:
    return Rules(**({"mode": "custom", "remove_extra_spaces": False} | more))  # pyright: ignore[reportArgumentType]  # as given


def prefix(piece: Piece | Child, text: str) -> str:
    """What stands in a piece before its range of the text."""
    own = text[piece.start : piece.end]
    assert piece.content.endswith(own)
    return piece.content[: len(piece.content) - len(own)]


def check(pieces: list[Piece] | tuple[Child, ...], text: str, cut: Cut, start: int = 0, end: int | None = None) -> None:
    """All that is to hold where nothing was cleaned."""
    at = start
    for each in pieces:
        assert each.start < each.end
        assert tokens(each.content) <= cut.max_tokens
        header = prefix(each, text)
        assert not header or re.fullmatch(r".+\n[|:\- ]+\n", header)
        assert not each.content[-1].isspace()
        between = text[at : each.start] if each.start > at else ""
        assert not (between.replace(cut.separator, "") if cut.separator else between).strip()
        at = each.end
    rest = text[at:end]
    assert not (rest.replace(cut.separator, "") if cut.separator else rest).strip()
    for before, after in pairwise(pieces):
        assert before.start < after.start
        assert before.end < after.end
        if after.start < before.end:
            assert 0 < tokens(text[after.start : before.end]) <= cut.overlap


@given(TEXTS)
def test_blocks_are_in_order_and_leave_only_white_space_out(text: str):
    at = 0
    for block in markdown_blocks(text):
        assert block.start >= at
        assert block.end > block.start
        assert not text[at : block.start].strip()
        assert text[block.start : block.end].strip()
        assert (block.level > 0) == (block.kind == "heading")
        at = block.end
    assert not text[at:].strip()


@given(TEXTS, st.sampled_from([50, 80, 500]), st.booleans())
def test_automatic(text: str, most: int, structure: bool):
    found = split(of(text) if structure else Extracted(text, "txt"), rules(mode="automatic", cut=Cut(most)))
    check(found, text, Cut(most))


@given(TEXTS, CUTS)
def test_custom(text: str, cut: Cut):
    check(split(of(text), rules(cut=cut)), text, cut)


@example(table([("a", "b")], "ship " * 100), Cut(100, 0, "\n\n"), Cut(50, 0, "\n\n"), "paragraph")
@given(TEXTS, CUTS, CUTS, st.sampled_from(["paragraph", "full-doc"]))
def test_children_are_parts_of_their_parents(text: str, parent: Cut, child: Cut, mode: str):
    one = rules(mode="hierarchical", doc_form="hierarchical_model", cut=parent, child_cut=child, parent_mode=mode)
    found = split(of(text), one)
    whole = Cut(10_000)
    check(found, text, parent if mode == "paragraph" else whole)
    for each in found:
        check(each.children, text, child, each.start, each.end)
        assert all(each.start <= one.start and one.end <= each.end for one in each.children)
        assert not child.separator or not each.content.replace(child.separator, "").strip() or each.children


@given(TEXTS, CUTS, st.booleans())
def test_cleaned_pieces_say_where_they_are_from(text: str, cut: Cut, automatic: bool):
    cut = Cut(cut.max_tokens, 0 if automatic else cut.overlap, None if automatic else cut.separator)
    for each in split(of(text), rules(remove_extra_spaces=True, cut=cut)):
        bare = "".join(text[each.start : each.end].split())
        assert "".join(each.content.split()).endswith(bare)
        assert tokens(each.content) <= cut.max_tokens


ADDRESSES = [
    "https://a.example/b?c=d",
    "a.b+c@mail.example",
    '[port](https://a.example/x "t")',
    "见https://a.cn/x。船",
    "@",
    "a@b",
]


@given(st.lists(WORDS | st.sampled_from(ADDRESSES), max_size=60).map(" ".join))
def test_without_addresses_a_piece_is_what_is_left_of_its_range(text: str):
    found = split(of(text), rules(mode="automatic", remove_urls_emails=True, remove_extra_spaces=True, cut=Cut(50)))
    for each in found:
        assert "a.example" not in each.content
        assert "mail.example" not in each.content
        left = iter(text[each.start : each.end])
        assert all(character in left for character in each.content if not character.isspace())


@given(ROWS.filter(bool), st.sampled_from([50, 70]))
def test_each_part_of_a_table_has_its_header(rows: list[tuple[str, str]], most: int):
    text = table(rows)
    for cut in (Cut(most), Cut(most, 0, "\n"), Cut(most, 10, "\n\n")):
        for each in split(of(text), rules(cut=cut)):
            assert each.content.startswith("| Ship | Port |\n| --- | :-: |")


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_parts_are_measured_as_they_are(text: str, start: int, more: int):
    start = min(start, len(text))
    end = min(start + more, len(text))
    assert -(-Measure(text).units(start, end) // UNITS) == tokens(text[start:end])


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("a", 1), ("abcde", 2), ("船长", 2), ("船abc", 2), ("ท่า", 3), ("한글", 2)]
)
def test_tokens(text: str, length: int):
    assert tokens(text) == length


SHIPS = """Before.

# Ships

Ships are here.

## Old ships

- one
  - inner
- two

```py
def f():

    pass
```

# Ports

A port."""


def test_sections_have_their_headings():
    pieces = split(of(SHIPS), rules(mode="automatic", cut=Cut(20)))
    assert [(each.heading, each.content.split("\n")[0]) for each in pieces] == [
        ((), "Before."),
        (("Ships",), "# Ships"),
        (("Ships", "Old ships"), "## Old ships"),
        (("Ports",), "# Ports"),
    ]


def test_code_and_items_stay_whole_where_they_fit():
    by_line = [each.content for each in split(of(SHIPS), rules(cut=Cut(50, 0, "\n")))]
    assert "- one\n  - inner" in by_line
    assert "```py\ndef f():\n\n    pass\n```" in by_line
    alone = "def f():\n    pass\nx = 1"
    code = Extracted(alone, "py", blocks=blocks_of(alone, "py"))
    separated = split(code, rules(cut=Cut(50, 0, "\n")))
    assert [each.content for each in separated] == ["def f():", "    pass", "x = 1"]


def test_code_keeps_its_spaces_and_lists_their_depth():
    text = "a  b\n\n- one  two\n  - three\n\n```\nif x:\n    y  = 1\n\n\n\n```"
    (found,) = split(of(text), Rules())
    assert found.content == "a b\n\n- one two\n  - three\n\n```\nif x:\n    y  = 1\n\n\n\n```"
    assert (found.start, found.end) == (0, len(text))


def test_the_indexed_text_says_a_heading_once():
    assert indexed_text(("Ships", "Old"), "## Old\n\nOne.") == "Ships\n\n## Old\n\nOne."
    assert indexed_text((), "One.") == "One."
    assert indexed_text(("Ships", "Old"), "One.") == "Ships > Old\n\nOne."


def test_pages_are_those_of_the_blocks():
    from dataclasses import replace

    text = "One.\n\nTwo.\n\nThree."
    blocks = tuple(replace(block, page=page) for page, block in enumerate(markdown_blocks(text), 1))
    found = split(Extracted(text, "pdf", 3, blocks=blocks), rules(cut=Cut(50, 0, "Three")))
    assert [(each.page_from, each.page_to) for each in found] == [(1, 2), (3, 3)]


def test_pairs_are_read_from_tables():
    text = "| Id | Answer | Question |\n| --- | --- | --- |\n| 1 | Yes\\|no<br>2 | Is it? |\n| 2 | | What? |"
    for form, expected in (("csv", [("Is it?", "Yes|no\n2")]), ("xlsx", [("Is it?", "Yes|no\n2")])):
        found = split(Extracted(text, form, blocks=markdown_blocks(text)), rules(doc_form="qa_model"))
        assert [(each.content, each.answer) for each in found] == expected
        assert text[found[0].start : found[0].end].startswith("| 1 |")
    unnamed = "| Is it? | Yes |\n| --- | --- |\n| What? | That |"
    found = split(Extracted(unnamed, "csv", blocks=markdown_blocks(unnamed)), rules(doc_form="qa_model"))
    assert [(each.content, each.answer) for each in found] == [("Is it?", "Yes"), ("What?", "That")]
    assert cells(r"| a\|b |  | c |") == ["a|b", "", "c"]


def test_pairs_of_a_model_say_where_their_quote_is():
    text = "Ships.\n\nThe master\n  is {Anna}. She is there."
    piece = split(of(text), rules(cut=Cut(50)))[0]
    assert "is {Anna}" in qa.prompt(piece.content, "English")
    reply = """Here: [{"question": "Who?", "answer": "Anna", "quote": "The master is {Anna}."},
        {"question": "Where?", "answer": "There", "quote": "not in it"}, {"question": "", "answer": "x"}, 3"""
    first, second = qa.placed(qa.written(reply) or [], piece, text)
    assert (first.content, first.answer) == ("Who?", "Anna")
    assert text[first.start : first.end] == "The master\n  is {Anna}."
    assert (second.content, second.start, second.end) == ("Where?", piece.start, piece.end)
    assert qa.written("no") is None
    assert qa.written("[]") == []


@given(st.text(max_size=300))
def test_whatever_a_model_replies_is_read(reply: str):
    piece = Piece("a", 0, 1)
    assert all(each.content and each.answer for each in qa.placed(qa.written(reply) or [], piece, "a"))


def test_a_character_keeps_its_marks():
    for character, marks in (("ae\u0301", "\u0301"), ("👩\u200d🚀", "\u200d🚀"), ("x☂\ufe0f", "\ufe0f")):
        pieces = split(Extracted(character * 300, "txt"), rules(mode="automatic", cut=Cut(50)))
        assert len(pieces) > 4
        assert all(each.content[0] not in marks for each in pieces)


def test_too_many_segments_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(splitting, "MAX_SEGMENTS", 3)
    assert len(split(Extracted("a b c", "txt"), rules(cut=Cut(50, 0, " ")))) == 3
    with pytest.raises(TooManySegments, match="more than 3 segments"):
        split(Extracted("a b c d", "txt"), rules(cut=Cut(50, 0, " ")))


def test_an_estimate_counts_what_is_embedded():
    pieces = split(of(SHIPS), rules(mode="hierarchical", doc_form="hierarchical_model", parent_mode="full-doc"))
    found = estimated(pieces)
    assert (found.total_segments, found.preview) == (1, tuple(pieces))
    assert found.tokens >= tokens("".join(SHIPS.split()))


LONG = 200_000
HOSTILE = {
    "one line": "a" * LONG,
    "no spaces": "船" * LONG,
    "spaces": " " * LONG,
    "lines": "\n" * LONG,
    "dots": "." * LONG,
    "bars": "|" * LONG + "\n" + "|-" * (LONG // 2),
    "quotes": "> " * (LONG // 2),
    "items": "- " * (LONG // 2),
    "deep items": "\n".join(" " * (number % 200) + "- a" for number in range(5000)),
    "marks": "a" + "\u0301" * LONG,
    "addresses": "a@" * (LONG // 2),
    "links": "](https://" * (LONG // 10),
    "tags": "<div>" * LONG,
    "fences": "```\n" * (LONG // 4),
    "hashes": "# " * (LONG // 2),
    "headings": "# a\n" * (LONG // 40),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_time_grows_with_the_length(name: str):
    """What takes the square of it never ends here."""
    found = of(HOSTILE[name])
    split(found, rules(remove_extra_spaces=True, remove_urls_emails=True, cut=Cut(4000, 100, "\n\n")))
    split(found, rules(mode="hierarchical", doc_form="hierarchical_model", cut=Cut(500), child_cut=Cut(100)))
