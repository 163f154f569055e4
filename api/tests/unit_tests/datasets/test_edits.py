"""Whatever happens to a text, what people wrote by hand is there once, and nothing is there twice."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from treeline.datasets.indexing.edits import Edited, with_edits
from treeline.datasets.splitting.pieces import Piece

LINES = st.lists(st.sampled_from("abcdef"), max_size=8, unique=True)


def pieces(lines: list[str]) -> tuple[str, list[Piece]]:
    return "\n".join(lines), [Piece(line, 2 * at, 2 * at + 1) for at, line in enumerate(lines)]


def by_hand(source: str | None) -> Edited:
    return Edited(uuid4(), Piece(f"{source} by hand", 0, 0), source)


@given(LINES, st.lists(st.sampled_from("abcdefgh"), unique=True), st.integers(0, 2))
def test_edits_stand_where_their_text_is(lines: list[str], changed: list[str], typed: int):
    text, made = pieces(lines)
    edited = [*map(by_hand, changed), *(by_hand(None) for _ in range(typed))]
    placed = with_edits(made, edited, text)
    expected = [f"{line} by hand" if line in changed else line for line in lines]
    assert [each.piece.content for each in placed if each.start is not None] == expected
    assert all(text[each.start : each.end] == each.piece.content[0] for each in placed if each.start is not None)
    homeless = [each.edited for each in placed if each.start is None]
    assert homeless == [each.id for each in edited if each.source is None or each.source not in lines]
    assert placed[len(lines) :] == [each for each in placed if each.start is None]


@given(LINES)
def test_without_edits_nothing_changes(lines: list[str]):
    text, made = pieces(lines)
    assert [each.piece for each in with_edits(made, [], text)] == made


def test_an_edit_of_several_pieces_takes_their_place():
    text, made = pieces(["a", "b", "c"])
    assert [each.piece.content for each in with_edits(made, [by_hand("a\nb")], text)] == ["a\nb by hand", "c"]
